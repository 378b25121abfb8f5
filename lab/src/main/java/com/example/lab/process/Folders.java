package com.example.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/** Whole folders: copied and deleted. */
public final class Folders {

	private Folders() {
	}

	/**
	 * Deletes a folder with everything in it; one that is not there is fine.
	 * @param folder the folder
	 * @throws UncheckedIOException if something in it cannot be deleted
	 */
	public static void delete(Path folder) {
		if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		try {
			Files.walkFileTree(folder, new SimpleFileVisitor<Path>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.deleteIfExists(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
					return continueIfGone(ex);
				}

				@Override
				public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException ex) throws IOException {
					if (ex != null) {
						return continueIfGone(ex);
					}
					Files.deleteIfExists(dir);
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + folder, ex);
		}
	}

	/**
	 * Copies a folder with its times and permissions. Files that vanish meanwhile are
	 * left out, as a file system does.
	 * @param from the folder to copy
	 * @param to where the copy goes; must not exist
	 * @throws UncheckedIOException if something cannot be copied; nothing is left of the
	 * try
	 */
	public static void copy(Path from, Path to) {
		try {
			Files.walkFileTree(from, new SimpleFileVisitor<Path>() {

				@Override
				public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
					Files.createDirectories(to.resolve(from.relativize(dir)).getParent());
					Files.copy(dir, to.resolve(from.relativize(dir)), StandardCopyOption.COPY_ATTRIBUTES);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					try {
						Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES,
								LinkOption.NOFOLLOW_LINKS);
						return FileVisitResult.CONTINUE;
					}
					catch (IOException ex) {
						return continueIfGone(ex);
					}
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
					return continueIfGone(ex);
				}

			});
		}
		catch (IOException ex) {
			delete(to);
			throw new UncheckedIOException("Cannot copy %s to %s: %s".formatted(from, to, ex.getMessage()), ex);
		}
	}

	private static FileVisitResult continueIfGone(IOException ex) throws IOException {
		if (ex instanceof NoSuchFileException) {
			return FileVisitResult.CONTINUE;
		}
		throw ex;
	}

}
