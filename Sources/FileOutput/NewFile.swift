import Glibc

/// Whether `path` names a folder that is there.
public func isFolder(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Moves a file within its file system to the first path of `candidates` where there is nothing, and returns that.
///
/// Nothing is ever replaced, and no link followed.
public func moveFile(_ path: String, toFirstFreeOf candidates: some Sequence<String>) throws(FileOutputError) -> String
{
  var failure = FileOutputError(path: path, step: .rename, errno: EEXIST)
  for candidate in candidates {
    let descriptor = unsafe open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      failure = FileOutputError(path: candidate, step: .rename, errno: errno)
      guard errno == EEXIST else { break }
      continue
    }
    close(descriptor)  // The name is ours now: what it stands for is empty, and can be replaced.
    guard unsafe rename(path, candidate) == 0 else {
      failure = FileOutputError(path: candidate, step: .rename, errno: errno)
      unsafe unlink(candidate)
      break
    }
    return candidate
  }
  throw failure
}
