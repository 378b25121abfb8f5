package com.example.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A class-data archive, with which a JVM starts sooner: used when it is there, else
 * written by the first JVM when it ends, which takes it some seconds.
 *
 * @param file the archive
 * @param written where a JVM that has none writes it, on the same disk
 */
public record ClassArchive(Path file, Path written) {

	/** In bytes: the JVM says nothing when it leaves out a damaged archive. */
	private static final long SMALLEST = 1 << 20;

	/** Where the JVM writes an archive that is to, by the archive. */
	private static final Map<Path, Path> WRITERS = new ConcurrentHashMap<>();

	/**
	 * Whether the archive is there, and no remains of one.
	 */
	boolean usable() {
		return this.file.toFile().length() >= SMALLEST;
	}

	/**
	 * What a JVM is started with.
	 * @return an option that uses the archive, or has it written; none while another JVM
	 * is to write it
	 */
	public List<String> options() {
		if (usable()) {
			return List.of("-XX:SharedArchiveFile=" + this.file);
		}
		return (WRITERS.putIfAbsent(this.file, this.written) == null)
				? List.of("-XX:ArchiveClassesAtExit=" + this.written) : List.of();
	}

	/**
	 * Whether the JVM that was started with this writes the archive when it is stopped.
	 * @return false for one that may be killed
	 */
	public boolean awaited() {
		return this.written.equals(WRITERS.get(this.file));
	}

	/** Lets another JVM write it, since the one that was to was killed. */
	public void forget() {
		try {
			Files.deleteIfExists(this.written);
		}
		catch (IOException ex) {
			// It has a name of its own, which nobody uses.
		}
		WRITERS.remove(this.file, this.written);
	}

	/** Takes over what a JVM that has ended has written, if it has. */
	public void keep() {
		try {
			if (Files.exists(this.written)) {
				Files.move(this.written, this.file, StandardCopyOption.REPLACE_EXISTING,
						StandardCopyOption.ATOMIC_MOVE);
			}
		}
		catch (IOException ex) {
			// Without an archive the next start is slower, no more.
		}
		WRITERS.remove(this.file, this.written);
	}

}
