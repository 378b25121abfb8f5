package com.example.lab.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Owner of processes and folders. Closing it ends and deletes them all; so does the end
 * of the Java process that holds it, even by {@code kill -9}.
 */
public final class Processes implements AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(10);

	/**
	 * What changes what tools do, and not where they find packages or which certificates
	 * they trust.
	 */
	private static final Pattern PERSONAL = Pattern.compile(
			"CDPATH|ENV|BASH_ENV|CLASSPATH|JDK_JAVA_OPTIONS|NODE_ENV|NODE_OPTIONS|NODE_PATH|GIT_(DIR|WORK_TREE|INDEX_FILE)|"
					+ "PIP_(TARGET|PREFIX|ROOT|PYTHON|DRY_RUN|NO_DEPS|PLATFORM|PYTHON_VERSION|REQUIRE_HASHES|CONSTRAINT)|"
					+ "PYTHON(HOME|PATH|STARTUP|USERBASE|NOUSERSITE|OPTIMIZE|PLATLIBDIR)|VIRTUAL_ENV|"
					+ "(?i:npm_config_(prefix|global|location|omit|only|production|dry_run|force|ignore_scripts))");

	private final Path logs;

	private final Process guard;

	private final Set<OwnedProcess> running = ConcurrentHashMap.newKeySet();

	private final List<Path> folders = new ArrayList<>();

	private boolean closed;

	/**
	 * An owner that has nothing yet.
	 * @param logs the folder for the processes' logs, made if it is not there
	 * @throws UncheckedIOException if the folder cannot be made
	 */
	public Processes(Path logs) {
		this.logs = logs;
		try {
			Files.createDirectories(logs);
			Path classes = Path.of(Guard.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			List<String> command = new ArrayList<>(Detached.PREFIX);
			command.addAll(JavaCommand.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
					classes.toString(), Guard.class.getName()));
			this.guard = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(logs.resolve("guard.log").toFile())
				.start();
		}
		catch (IOException | URISyntaxException ex) {
			throw new UncheckedIOException(new IOException("Cannot start the guard process", ex));
		}
	}

	/**
	 * Starts a process whose output is appended to a log of its name.
	 * @param name a short name, also of the log
	 * @param command the program and its arguments
	 * @param environment variables besides those of this process, of which what a user
	 * sets for other work is left out
	 * @param folder where it runs
	 * @return the running process
	 * @throws UncheckedIOException if it cannot be started
	 */
	public OwnedProcess start(String name, List<String> command, Map<String, String> environment, Path folder) {
		Map<String, String> whole = impersonal(System.getenv());
		whole.putAll(environment);
		return startWith(name, command, whole, folder);
	}

	static Map<String, String> impersonal(Map<String, String> environment) {
		Map<String, String> impersonal = new HashMap<>(environment);
		impersonal.keySet().removeIf((variable) -> PERSONAL.matcher(variable).matches());
		// Stronger than what is in pip's own configuration.
		impersonal.putAll(Map.of("PIP_USER", "0", "PIP_REQUIRE_VIRTUALENV", "0"));
		return impersonal;
	}

	/**
	 * Starts a process that sees nothing of this computer's environment but where
	 * programs are, as on a server of its own.
	 * @param name a short name, also of the log
	 * @param command the program and its arguments
	 * @param environment all its variables besides the path
	 * @param folder where it runs
	 * @return the running process
	 * @throws UncheckedIOException if it cannot be started
	 */
	public OwnedProcess startIsolated(String name, List<String> command, Map<String, String> environment, Path folder) {
		Map<String, String> whole = new HashMap<>(environment);
		whole.putIfAbsent("LANG", "C.UTF-8");
		// Windows starts no program without SystemRoot.
		for (String inherited : List.of("PATH", "SystemRoot")) {
			String value = System.getenv(inherited);
			if (value != null) {
				whole.putIfAbsent(inherited, value);
			}
		}
		return startWith(name, command, whole, folder);
	}

	private OwnedProcess startWith(String name, List<String> command, Map<String, String> environment, Path folder) {
		Path log = this.logs.resolve(name + ".log");
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		builder.environment().clear();
		builder.environment().putAll(environment);
		try {
			return startNow(name, builder, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start %s: %s".formatted(name, ex.getMessage()), ex);
		}
	}

	private synchronized OwnedProcess startNow(String name, ProcessBuilder builder, Path log) throws IOException {
		if (this.closed) {
			throw new IllegalStateException("%s does not start any more: everything is being stopped".formatted(name));
		}
		Process process = builder.start();
		process.getOutputStream().close();
		OwnedProcess owned = new OwnedProcess(name, process, log);
		this.running.add(owned);
		tellGuard("process " + process.pid());
		process.onExit().thenRun(() -> {
			this.running.remove(owned);
			tellGuard("forget " + process.pid());
		});
		return owned;
	}

	/**
	 * Takes ownership of a folder: it is deleted at the end.
	 * @param folder the folder, which need not exist yet
	 * @return the same folder
	 */
	public synchronized Path own(Path folder) {
		this.folders.add(folder);
		tellGuard("folder " + folder.toAbsolutePath());
		return folder;
	}

	/**
	 * The processes that run now.
	 * @return in no order
	 */
	public List<OwnedProcess> running() {
		return List.copyOf(this.running);
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		List<Thread> stopping = running().stream().map((process) -> {
			Thread thread = new Thread(() -> process.stop(GRACE), "stop-" + process.name());
			thread.start();
			return thread;
		}).toList();
		try {
			for (Thread thread : stopping) {
				thread.join();
			}
			endGuard();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		// Nothing is left of them unless the guard was killed.
		this.folders.forEach(Folders::delete);
	}

	private void endGuard() throws InterruptedException {
		try {
			this.guard.getOutputStream().close();
		}
		catch (IOException ex) {
			// It has ended already.
		}
		this.guard.waitFor();
	}

	private void tellGuard(String line) {
		OutputStream out = this.guard.getOutputStream();
		synchronized (this.guard) {
			try {
				out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
			catch (IOException ex) {
				if (this.guard.isAlive()) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

}
