package com.example.docs.guide;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A copy of the repository, as a fresh clone. */
final class FreshCopy {

	private FreshCopy() {
	}

	/**
	 * Copies what git knows or would add, and links the installation of LocalStack, which
	 * is only read and would be downloaded again.
	 * @param root the top folder of the repository
	 * @param copy where the copy goes; must not exist
	 */
	static void make(Path root, Path copy) throws IOException, InterruptedException {
		for (String name : files(root)) {
			Path file = root.resolve(name);
			// Git also lists what was deleted and not committed yet.
			if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
				Files.createDirectories(copy.resolve(name).getParent());
				Files.copy(file, copy.resolve(name), LinkOption.NOFOLLOW_LINKS);
			}
		}
		Path data = Files.createDirectories(copy.resolve(".workshop"));
		if (Files.isDirectory(root.resolve(".workshop"))) {
			// With the lock, so that the copy waits for an installation in progress.
			try (DirectoryStream<Path> parts = Files.newDirectoryStream(root.resolve(".workshop"), "localstack-*")) {
				for (Path part : parts) {
					Files.createSymbolicLink(data.resolve(part.getFileName()), part);
				}
			}
		}
	}

	private static List<String> files(Path root) throws IOException, InterruptedException {
		Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
			.directory(root.toFile())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (git.waitFor() != 0) {
			throw new IllegalStateException("git cannot list the files of " + root);
		}
		return Arrays.stream(names.split("\0")).distinct().toList();
	}

}
