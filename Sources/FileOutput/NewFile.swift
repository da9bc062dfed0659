import Glibc

/// Whether `path` names a folder that is there.
public func isFolder(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Finds out whether `path` can be written, and leaves no trace: for before something is ordered that is to go there.
///
/// What is no ordinary file is not tried: opening a pipe would be noticed at its other end.
public func checkWritable(_ path: String) throws(FileOutputError) {
  var status = stat()
  let exists = unsafe stat(path, &status) == 0
  guard path != "-", !exists || status.st_mode & S_IFMT == S_IFREG else { return }
  let file = try OutputFile(path: path)
  file.discard()
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
