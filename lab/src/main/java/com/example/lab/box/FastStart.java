package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import com.example.lab.process.CachedFolder;
import com.example.lab.process.ClassArchive;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import org.jspecify.annotations.Nullable;

/**
 * Starts a Spring Boot jar from its extracted form with a class-data archive. The archive
 * is written by the first process that runs the jar, as soon as it listens; both are kept
 * by the jar's checksum. Unless throughput is measured, the JVM compiles with C1 alone,
 * as {@code spring-boot:run} does.
 *
 * @see <a href=
 * "https://docs.spring.io/spring-boot/reference/packaging/class-data-sharing.html">Class
 * Data Sharing</a>
 */
final class FastStart {

	private final Path cache;

	private final Processes processes;

	private final boolean quickStart;

	FastStart(Path cache, Processes processes, boolean quickStart) {
		this.cache = cache.resolve("jars");
		this.processes = processes;
		this.quickStart = quickStart;
	}

	/**
	 * How to run a jar.
	 * @param jar the jar on a box's disk
	 */
	Start of(Path jar) {
		if (!isSpringBoot(jar)) {
			return new Start(jar, compiler(), null);
		}
		Path home = this.cache.resolve(checksum(jar) + "-" + Runtime.version().feature());
		Path extracted = extracted(jar, home).resolve(jar.getFileName());
		ClassArchive archive = new ClassArchive(home.resolve("classes.jsa"),
				home.resolve("classes-%d-%d.jsa".formatted(ProcessHandle.current().pid(), System.nanoTime())));
		return new Start(extracted, options(archive), archive);
	}

	private List<String> compiler() {
		return this.quickStart ? List.of("-XX:TieredStopAtLevel=1") : List.of();
	}

	private List<String> options(ClassArchive archive) {
		return Stream.concat(compiler().stream(), Stream.of(archive.recording(), "-Xlog:cds=off,cds+dynamic=off"))
			.toList();
	}

	/**
	 * Any other jar would run instead of extracting itself.
	 */
	private static boolean isSpringBoot(Path jar) {
		try (JarFile file = new JarFile(jar.toFile())) {
			Manifest manifest = file.getManifest();
			return manifest != null && manifest.getMainAttributes().getValue("Spring-Boot-Version") != null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s is no jar that can be run".formatted(jar.getFileName()), ex);
		}
	}

	private Path extracted(Path jar, Path home) {
		try {
			return CachedFolder.of(home.resolve("extracted"), (folder) -> {
				OwnedProcess tools = this.processes.start("extract",
						JavaCommand.of("-XX:TieredStopAtLevel=1", "-Djarmode=tools", "-jar", jar.toString(), "extract",
								"--force", "--destination", folder.toString()),
						Map.of(), home);
				if (tools.exit().join() != 0) {
					throw new IOException(tools.lastLines());
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot extract %s: %s".formatted(jar.getFileName(), ex.getMessage()), ex);
		}
	}

	/**
	 * Of the names and checksums that the jar itself lists.
	 */
	private static String checksum(Path jar) {
		try (JarFile file = new JarFile(jar.toFile())) {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			file.stream()
				.map((entry) -> "%s %d %d\n".formatted(entry.getName(), entry.getSize(), entry.getCrc()))
				.forEach((line) -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
			return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
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
	 * @param archive what the process writes once it listens; null for no archive
	 */
	record Start(Path jar, List<String> options, @Nullable ClassArchive archive) {

		/**
		 * Has the archive written by a process that has loaded all that it needs.
		 */
		void archive(Processes processes, OwnedProcess process) {
			if (this.archive != null) {
				this.archive.write(processes, process);
			}
		}

	}

}
