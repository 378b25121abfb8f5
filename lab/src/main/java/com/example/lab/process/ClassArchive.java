package com.example.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A class-data archive, with which a JVM starts sooner: used when it is there, else
 * written by a JVM when it ends, which takes it some seconds.
 *
 * @param file the archive
 * @param written where a JVM that has none writes it, on the same disk
 */
public record ClassArchive(Path file, Path written) {

	/** In bytes: the JVM says nothing when it leaves out a damaged archive. */
	private static final long SMALLEST = 1 << 20;

	/** Where the JVM writes that has claimed an archive, by the archive. */
	private static final Map<Path, Path> WRITERS = new ConcurrentHashMap<>();

	/**
	 * Whether the archive is there, and no remains of one.
	 */
	boolean usable() {
		return this.file.toFile().length() >= SMALLEST;
	}

	/**
	 * What a JVM is started with.
	 * @return an option that uses the archive, or has it written
	 */
	public String option() {
		return usable() ? "-XX:SharedArchiveFile=" + this.file : "-XX:ArchiveClassesAtExit=" + this.written;
	}

	/**
	 * Whether the archive is still missing, and the JVM that was started with this is to
	 * write it now.
	 * @return false for one that may be killed: another writes it, or has
	 */
	public boolean claim() {
		return !usable() && WRITERS.putIfAbsent(this.file, this.written) == null;
	}

	/** Lets another JVM write it, since this one was killed. */
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
