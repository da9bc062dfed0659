import Glibc

/// The file that is called `path` by one to whom `-` is a name like any other: here that alone is standard output.
package func fileName(_ path: String) -> String { path == "-" ? "./-" : path }

/// Whether `path` names a folder that is there.
package func isFolder(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Whether `path` names a symbolic link, wherever that leads.
package func isLink(_ path: String) -> Bool {
  var status = stat()
  return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}

/// Whether `path` names a pipe, or leads to one.
func isPipe(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
}

/// Makes the folder that `path` lies in, and those above it that are missing.
package func makeFolder(for path: String) throws(FileOutputError) {
  var made = path.hasPrefix("/") ? "" : "."
  for name in path.split(separator: "/").dropLast() {
    made += "/\(name)"
    guard !isFolder(made) else { continue }
    guard unsafe mkdir(made, 0o755) == 0 || errno == EEXIST else {
      throw FileOutputError(path: made, step: .open, errno: errno)
    }
  }
}

/// Removes a file. Returns whether there was one.
package func removeFile(_ path: String) throws(FileOutputError) -> Bool {
  if unsafe unlink(path) == 0 { return true }
  guard errno == ENOENT || errno == ENOTDIR else {
    throw FileOutputError(path: path, step: .remove, errno: errno)
  }
  return false
}

/// Finds out whether `path` can be written, and leaves no trace: for before something is ordered that is to go there.
///
/// What is no ordinary file is not tried: opening a pipe would be noticed at its other end.
package func checkWritable(_ path: String) throws(FileOutputError) {
  var status = stat()
  let exists = unsafe stat(path, &status) == 0
  guard path != "-", !exists || status.st_mode & S_IFMT == S_IFREG else { return }
  let file = try OutputFile(path: path)
  file.discard()
}

/// Moves a file within its file system to the first path of `candidates` where there is nothing, and returns that.
///
/// Nothing is ever replaced, and no link followed.
package func moveFile(_ path: String, toFirstFreeOf candidates: some Sequence<String>) throws(FileOutputError) -> String
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
