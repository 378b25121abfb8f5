package com.example.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A class-data archive, with which a JVM starts sooner: used when it is there, else
 * written by a JVM that runs or ends, which takes it some seconds.
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
	 * What a JVM is started with that writes the archive when it ends.
	 * @return an option that uses the archive, or has it written
	 */
	public String atExit() {
		return usable() ? "-XX:SharedArchiveFile=" + this.file : "-XX:ArchiveClassesAtExit=" + this.written;
	}

	/**
	 * The option for a JVM that can {@link #write} the archive later.
	 * @return an option that uses the archive, or takes note of what is to be in it
	 */
	public String recording() {
		return usable() ? "-XX:SharedArchiveFile=" + this.file : "-XX:+RecordDynamicDumpInfo";
	}

	/**
	 * Has a JVM that was started with {@link #recording} write the archive, unless it is
	 * there or another one is at work on it. The JVM pauses for a second or two.
	 * @param processes owns the process that sends the command
	 * @param jvm a running JVM
	 */
	public void write(Processes processes, OwnedProcess jvm) {
		if (usable() || WRITERS.putIfAbsent(this.file, this.written) != null) {
			return;
		}
		try {
			int code = processes
				.start("archive-" + jvm.pid(), List.of(JavaCommand.tool("jcmd"), Long.toString(jvm.pid()), "VM.cds",
						"dynamic_dump", this.written.toString()), Map.of(), Path.of("."))
				.exit()
				.join();
			// The socket for commands to the JVM, which a killed JVM does not delete.
			Files.deleteIfExists(Path.of("/tmp/.java_pid" + jvm.pid()));
			if (code == 0) {
				keep();
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// Without an archive the next start is slower, no more.
		}
		finally {
			forget();
		}
	}

	/** Forgets what was written of it so far, so that another JVM can write it. */
	private void forget() {
		try {
			Files.deleteIfExists(this.written);
		}
		catch (IOException ex) {
			// It has a unique name, which no other process uses.
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
