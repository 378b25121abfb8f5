package com.example.lab.box;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.example.lab.process.Folders;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;

/**
 * Starts a Spring Boot jar from its extracted form with a class-data archive. The archive
 * is written when the first process that ran the jar is stopped; both are kept by the
 * jar's checksum.
 *
 * @see <a href=
 * "https://docs.spring.io/spring-boot/reference/packaging/class-data-sharing.html">Class
 * Data Sharing</a>
 */
final class FastStart {

	private final Path cache;

	private final Processes processes;

	FastStart(Path cache, Processes processes) {
		this.cache = cache.resolve("jars");
		this.processes = processes;
	}

	/**
	 * How to run a jar.
	 * @param jar the jar on a box's disk
	 */
	Start of(Path jar) {
		Path home = this.cache.resolve(checksum(jar) + "-" + Runtime.version().feature());
		Path extracted = home.resolve("extracted").resolve(jar.getFileName());
		if (!Files.exists(extracted) && !extract(jar, home)) {
			return new Start(jar, List.of(), () -> {
			});
		}
		Path archive = home.resolve("classes.jsa");
		if (Files.exists(archive)) {
			return new Start(extracted, List.of("-XX:SharedArchiveFile=" + archive), () -> {
			});
		}
		Path recorded = home.resolve("classes-%d-%d.jsa".formatted(ProcessHandle.current().pid(), System.nanoTime()));
		return new Start(extracted, List.of("-XX:ArchiveClassesAtExit=" + recorded, "-Xlog:cds=off,cds+dynamic=off"),
				() -> keep(recorded, archive));
	}

	private boolean extract(Path jar, Path home) {
		try {
			Files.createDirectories(home);
			Path folder = Files.createTempDirectory(home, "extracting");
			OwnedProcess tools = this.processes.start("extract",
					List.of(JavaCommand.JAVA, "-XX:TieredStopAtLevel=1", "-Djarmode=tools", "-jar", jar.toString(),
							"extract", "--force", "--destination", folder.toString()),
					Map.of(), home);
			if (tools.exit().join() != 0 || !Files.exists(folder.resolve(jar.getFileName()))) {
				Folders.delete(folder);
				return false;
			}
			try {
				Files.move(folder, home.resolve("extracted"));
			}
			catch (IOException ex) {
				// Another run was quicker; what it made is the same.
				Folders.delete(folder);
			}
			return Files.exists(home.resolve("extracted").resolve(jar.getFileName()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot extract " + jar.getFileName(), ex);
		}
	}

	private static void keep(Path recorded, Path archive) {
		try {
			if (Files.exists(recorded)) {
				Files.move(recorded, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String checksum(Path jar) {
		try (InputStream in = new DigestInputStream(Files.newInputStream(jar), MessageDigest.getInstance("SHA-256"))) {
			in.transferTo(java.io.OutputStream.nullOutputStream());
			return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest()).substring(0, 16);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How a jar is run.
	 *
	 * @param jar the jar to name
	 * @param options for the JVM
	 * @param stopped to be called after the process was stopped
	 */
	record Start(Path jar, List<String> options, Runnable stopped) {
	}

}
