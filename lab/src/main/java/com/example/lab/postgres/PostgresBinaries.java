package com.example.lab.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import com.example.lab.process.Folders;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL for this computer, unpacked once. There are {@code initdb},
 * {@code pg_ctl} and {@code postgres} only.
 */
public final class PostgresBinaries {

	private final Path home;

	private PostgresBinaries(Path home) {
		this.home = home;
	}

	/**
	 * Unpacks the programs unless that was done before; several processes may do so at
	 * once.
	 * @param cache a folder that outlives runs
	 * @return the programs
	 * @throws UncheckedIOException if there are none for this computer, or the disk is
	 * full
	 */
	public static PostgresBinaries unpackedIn(Path cache) {
		Path home = cache.resolve("postgres");
		try {
			Files.createDirectories(cache);
			try (FileChannel channel = FileChannel.open(cache.resolve("postgres.lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
				if (!Files.exists(home)) {
					Path unpacking = Files.createTempDirectory(cache, "postgres-unpacking");
					unpack(unpacking);
					Files.move(unpacking, home);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Cannot unpack PostgreSQL into %s: %s. Free some disk space or delete that folder, then try again."
						.formatted(cache, ex.getMessage()),
					ex);
		}
		return new PostgresBinaries(home);
	}

	/**
	 * A command line that runs one of the programs, also when the user is root, which
	 * PostgreSQL refuses: a user namespace then hides it.
	 * @param program {@code initdb} or {@code postgres}
	 * @return the beginning of a command line
	 */
	List<String> command(String program) {
		String path = this.home.resolve("bin").resolve(program).toString();
		return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U", path) : List.of(path);
	}

	private static void unpack(Path folder) throws IOException {
		try (InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(),
				ArchUtils.normalize(System.getProperty("os.arch")));
				TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				Path path = folder.resolve(entry.getName()).normalize();
				if (!path.startsWith(folder)) {
					throw new IOException("The archive leaves its folder: " + entry.getName());
				}
				if (entry.isDirectory()) {
					Files.createDirectories(path);
					continue;
				}
				Files.createDirectories(path.getParent());
				if (entry.isSymbolicLink()) {
					Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
				}
				else {
					Files.copy(tar, path);
					if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true)) {
						throw new IOException("Cannot make executable: " + path);
					}
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			Folders.delete(folder);
			throw ex;
		}
	}

	private static String system() {
		String name = System.getProperty("os.name");
		return name.startsWith("Windows") ? "Windows" : name.startsWith("Mac") ? "Darwin" : "Linux";
	}

}
