package com.example.lab.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that many runs share: created once, by one run at a time, and again when a
 * file in it is missing or has another size than at first.
 */
public final class CachedFolder {

	private CachedFolder() {
	}

	/**
	 * The folder, complete.
	 * @param folder where it is or will be
	 * @param maker fills an empty folder, which is then moved there
	 * @return the same folder
	 * @throws IOException if it cannot be made; nothing is left of the try
	 */
	public static Path of(Path folder, Maker maker) throws IOException {
		return of(folder, () -> true, maker);
	}

	/**
	 * The folder, complete and still of use.
	 * @param folder where it is or will be
	 * @param fits whether what is there can be used
	 * @param maker fills an empty folder, which is then moved there
	 * @return the same folder
	 * @throws IOException if it cannot be made; nothing is left of the try
	 */
	public static Path of(Path folder, BooleanSupplier fits, Maker maker) throws IOException {
		Path list = folder.resolveSibling(folder.getFileName() + ".list");
		Path making = folder.resolveSibling(folder.getFileName() + ".making");
		Files.createDirectories(folder.getParent());
		// The file's lock holds off other processes, the monitor other threads.
		synchronized (CachedFolder.class) {
			try (FileChannel channel = FileChannel.open(folder.resolveSibling(folder.getFileName() + ".lock"),
					StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
				if (!complete(folder, list) || !fits.getAsBoolean()) {
					Folders.delete(folder);
					Folders.delete(list);
					make(making, maker);
					Files.move(making, folder);
					Files.writeString(list, listing(folder));
				}
				return folder;
			}
		}
	}

	private static void make(Path making, Maker maker) throws IOException {
		// What a run that was killed has left.
		Folders.delete(making);
		try {
			maker.fill(Files.createDirectory(making));
		}
		catch (IOException | RuntimeException ex) {
			Folders.delete(making);
			throw ex;
		}
	}

	private static boolean complete(Path folder, Path list) throws IOException {
		return Files.isRegularFile(list) && Files.isDirectory(folder) && Files.readString(list).equals(listing(folder));
	}

	private static String listing(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> !Files.isDirectory(file))
				.map((file) -> folder.relativize(file) + " " + file.toFile().length())
				.sorted()
				.collect(Collectors.joining("\n"));
		}
	}

	/** Makes what is cached. */
	@FunctionalInterface
	public interface Maker {

		/**
		 * Fills a folder.
		 * @param folder an empty folder
		 * @throws IOException if that fails
		 */
		void fill(Path folder) throws IOException;

	}

}
