package com.example.lab.postgres;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.example.lab.process.CachedFolder;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import io.zonky.test.db.postgres.util.ArchUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL for this computer, unpacked once. There are {@code initdb},
 * {@code pg_ctl} and {@code postgres} only.
 */
public final class PostgresBinaries {

	private static final String DATA = "data";

	/** Holds the superuser's password, in the data directory. */
	static final String PASSWORD_FILE = "lab-password";

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
		URL archive = archive();
		// Each version has another name.
		Path home = cache.toAbsolutePath().resolve("postgres-" + Integer.toHexString(archive.toString().hashCode()));
		try {
			return new PostgresBinaries(CachedFolder.of(home, (folder) -> unpack(archive, folder)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Cannot unpack PostgreSQL into %s: %s. Free some disk space or delete that folder, then try again."
						.formatted(cache, ex.getMessage()),
					ex);
		}
	}

	/**
	 * Starts the server's program, as a server will be started.
	 * @param processes owns its process
	 * @return what it says, such as {@code PostgreSQL 16.4}
	 * @throws UncheckedIOException if it cannot be started here; holds its words
	 */
	public String version(Processes processes) {
		List<String> command = new ArrayList<>(command("postgres"));
		command.add("--version");
		OwnedProcess postgres = processes.start("postgres-version", command, Map.of(), this.home);
		if (postgres.exit().join() != 0) {
			IOException refusal = new IOException(postgres.lastLines().strip());
			throw new UncheckedIOException("PostgreSQL cannot be started: " + refusal.getMessage(), refusal);
		}
		return postgres.lastLines().lines().findFirst().orElse("PostgreSQL").replaceFirst("^postgres \\((.*)\\)", "$1");
	}

	/**
	 * A command line that runs one of the programs, also when the user is root, which
	 * PostgreSQL refuses: a user namespace then hides it. With a namespace for its shared
	 * memory a kill leaves none behind.
	 * @param program {@code initdb} or {@code postgres}
	 * @return the beginning of a command line
	 */
	List<String> command(String program) {
		String path = this.home.resolve("bin").resolve(program).toString();
		return "root".equals(System.getProperty("user.name")) ? List.of("unshare", "--user", "--ipc", path)
				: List.of(path);
	}

	/**
	 * What {@code initdb} makes, which takes it half a second: made once and kept.
	 * @param processes owns the process of initdb
	 * @return a data directory to copy
	 */
	Path newCluster(Processes processes) {
		try {
			return CachedFolder
				.of(this.home.resolveSibling(this.home.getFileName() + "-cluster"),
						(folder) -> initialize(folder, processes))
				.resolve(DATA);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot make a new database: " + ex.getMessage(), ex);
		}
	}

	private void initialize(Path folder, Processes processes) throws IOException {
		byte[] secret = new byte[24];
		new SecureRandom().nextBytes(secret);
		Path password = Files.createTempFile(folder, "lab", null);
		Files.writeString(password, HexFormat.of().formatHex(secret));
		List<String> command = new ArrayList<>(command("initdb"));
		command.addAll(List.of("--pgdata", folder.resolve(DATA).toString(), "--username", "postgres", "--pwfile",
				password.toString(), "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"));
		OwnedProcess initdb = processes.start("initdb", command, Map.of(), folder);
		if (initdb.exit().join() != 0) {
			throw new IOException("PostgreSQL's initdb failed: " + initdb.lastLines());
		}
		Files.move(password, folder.resolve(DATA).resolve(PASSWORD_FILE));
	}

	/**
	 * The archive for this computer. PostgreSQL's own resolver would write a script into
	 * the system's temporary folder to learn the name of the distribution.
	 */
	private static URL archive() {
		String libc = Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "";
		String name = "/postgres-%s-%s%s.txz".formatted(system(), ArchUtils.normalize(System.getProperty("os.arch")),
				libc);
		URL archive = PostgresBinaries.class.getResource(name);
		if (archive == null) {
			throw new UncheckedIOException(new FileNotFoundException(
					"There is no PostgreSQL for this computer: the class path lacks " + name));
		}
		return archive;
	}

	private static void unpack(URL archive, Path folder) throws IOException {
		try (InputStream packed = archive.openStream();
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
	}

	private static String system() {
		String name = System.getProperty("os.name");
		return name.startsWith("Windows") ? "windows" : name.startsWith("Mac") ? "darwin" : "linux";
	}

}
