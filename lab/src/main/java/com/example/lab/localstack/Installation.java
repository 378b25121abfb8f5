package com.example.lab.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Folders;
import com.example.lab.process.Processes;
import org.jspecify.annotations.Nullable;

/**
 * LocalStack in a Python environment of its own, made once for all runs of a checkout. A
 * marker is written last: without it, or with another recipe in it, the folder is
 * recreated.
 */
public final class Installation {

	private final Path folder;

	private final Supplier<Python> pythons;

	/**
	 * The installation of a checkout, which may not be there yet.
	 * @param workshop the repository's {@code .workshop} folder
	 */
	public Installation(Path workshop) {
		this(workshop, Python::find);
	}

	Installation(Path workshop, Supplier<Python> pythons) {
		this.folder = workshop.toAbsolutePath().normalize().resolve("localstack-" + LocalStack.VERSION);
		this.pythons = pythons;
	}

	/**
	 * Where it is, or will be.
	 * @return a folder that is only written by the installation
	 */
	public Path folder() {
		return this.folder;
	}

	/**
	 * Whether it is there as a whole.
	 * @return false too if it was made by another recipe than today's
	 */
	public boolean complete() {
		try {
			return Files.isExecutable(python()) && Files.exists(certificate())
					&& Files.readString(marker()).equals(recipe());
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * What it takes on the disk.
	 * @return bytes; 0 if it is not there
	 * @throws UncheckedIOException if the folder cannot be read
	 */
	public long size() {
		if (!Files.exists(this.folder)) {
			return 0;
		}
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Why it cannot be made.
	 * @return null if it is there already, or there is a Python to make it with
	 */
	@Nullable String missing() {
		if (complete()) {
			return null;
		}
		Python python = this.pythons.get();
		return (python.program() == null) ? python.finding() : null;
	}

	/** Makes it unless it is there; one run at a time, the others wait. */
	void ensure(Processes processes, Events events) {
		if (!complete()) {
			make(() -> !complete(), processes, events);
		}
	}

	/**
	 * Reinstalls it if its main parts cannot be imported any more.
	 * @return whether it did
	 */
	boolean repair(Processes processes, Events events) {
		return make(() -> !complete() || !new Installer(this.folder, processes, events).imports(python()), processes,
				events);
	}

	private boolean make(BooleanSupplier needed, Processes processes, Events events) {
		// A file lock keeps out other processes only.
		synchronized (Installation.class) {
			Path file = this.folder.resolveSibling(this.folder.getFileName() + ".lock");
			try {
				Files.createDirectories(file.getParent());
				try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
						FileLock lock = lock(channel, events)) {
					boolean make = needed.getAsBoolean();
					if (make) {
						install(processes, events);
					}
					return make;
				}
			}
			catch (IOException ex) {
				throw new LocalStackUnavailableException(
						"Cannot install LocalStack into %s: %s. Free some space or make it writable, then try again."
							.formatted(this.folder, ex.getMessage()),
						ex);
			}
		}
	}

	private static FileLock lock(FileChannel channel, Events events) throws IOException {
		FileLock lock = channel.tryLock();
		if (lock != null) {
			return lock;
		}
		events.publish(Event.Kind.PROGRESS, Events.LAB, "Waiting for another run that installs LocalStack");
		return channel.lock();
	}

	private void install(Processes processes, Events events) throws IOException {
		Path program = this.pythons.get().program();
		if (program == null) {
			throw new LocalStackUnavailableException("LocalStack needs Python 3.9 to 3.13 with venv; found "
					+ this.pythons.get().finding() + ". Install it, then run ./workshop doctor.");
		}
		if (Files.exists(this.folder)) {
			events.publish(Event.Kind.WARNING, Events.LAB,
					"The installation of LocalStack is incomplete, damaged or outdated; installing it again");
			Folders.delete(this.folder);
		}
		Files.createDirectories(caches());
		long begin = System.nanoTime();
		Installer installer = new Installer(this.folder, processes, events);
		installer.run(List.of(program.toString(), "-I", "-m", "venv", environment().toString()));
		Path constraints = Files.writeString(this.folder.resolve("constraints.txt"), resource("constraints.txt"));
		installer.run(List.of(python().toString(), "-I", "-m", "pip", "install", "--no-input", "--no-compile",
				"--progress-bar", "off", "--disable-pip-version-check", "-c", constraints.toString(),
				"localstack-core[runtime]==" + LocalStack.VERSION));
		installer.run(List.of(python().toString(), "-I", "-c", resource("prepare.py"), prepared().toString()));
		Files.writeString(marker(), recipe());
		events.publish(Event.Kind.PHASE, Events.LAB, "LocalStack %s installed in %d s".formatted(LocalStack.VERSION,
				(System.nanoTime() - begin) / 1_000_000_000));
	}

	Path python() {
		Path posix = environment().resolve("bin/python");
		return Files.exists(posix) ? posix : environment().resolve("Scripts/python.exe");
	}

	/** Certificate and index of AWS operations, see prepare.py. */
	Path prepared() {
		return this.folder.resolve("prepared");
	}

	Path certificate() {
		return prepared().resolve("server.pem");
	}

	/** What Python programs remember between runs. */
	Path caches() {
		return this.folder.resolve("caches");
	}

	private Path environment() {
		return this.folder.resolve("venv");
	}

	private Path marker() {
		return this.folder.resolve("installed.txt");
	}

	private static String recipe() {
		return resource("constraints.txt") + resource("prepare.py");
	}

	static String resource(String name) {
		try (InputStream in = Objects.requireNonNull(Installation.class.getResourceAsStream(name), name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
