package com.example.lab.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import com.example.lab.network.Ports;
import com.example.lab.process.Folders;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.tls.CertificateAuthority;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL server with a data directory of its own, reachable on 127.0.0.1 only.
 * Commits wait for the write-ahead log; only the sync to the physical disk is left out,
 * because what the lab breaks are processes and folders, never the computer's power.
 */
public final class PostgresServer {

	private static final Duration START_LIMIT = Duration.ofSeconds(60);

	private final PostgresBinaries binaries;

	private final Processes processes;

	private final String name;

	private final Path data;

	private final int port;

	private final Map<String, String> settings = new TreeMap<>();

	private volatile @Nullable OwnedProcess process;

	/**
	 * A server that does not run yet.
	 * @param binaries the programs
	 * @param processes owns the server's process
	 * @param name the process's name, also of its log
	 * @param data the data directory; need not exist
	 * @param port the port on 127.0.0.1
	 */
	public PostgresServer(PostgresBinaries binaries, Processes processes, String name, Path data, int port) {
		this.binaries = binaries;
		this.processes = processes;
		this.name = name;
		this.data = data;
		this.port = port;
	}

	/**
	 * Makes the data directory, with a superuser whose password only the lab knows.
	 * @throws IllegalStateException if the directory is there already
	 */
	public void initialize() {
		if (Files.exists(this.data)) {
			throw new IllegalStateException("There is a database in %s already".formatted(this.data));
		}
		Folders.copy(this.binaries.newCluster(this.processes), this.data);
	}

	/**
	 * The data directory.
	 * @return need not exist yet
	 */
	public Path data() {
		return this.data;
	}

	/**
	 * Sets a configuration parameter, from the next start on.
	 * @param parameter its name, such as {@code max_connections}
	 * @param value its value as in {@code postgresql.conf}
	 */
	public void set(String parameter, String value) {
		this.settings.put(parameter, value);
	}

	/**
	 * Takes back what was set, from the next start on.
	 * @param parameter its name
	 */
	public void reset(String parameter) {
		this.settings.remove(parameter);
	}

	/**
	 * Lets clients connect with TLS too, from the next start on.
	 * @param authority whose certificate the server shows
	 */
	public void useTls(CertificateAuthority authority) {
		try {
			Files.copy(authority.serverCertificate(), this.data.resolve("server.crt"),
					StandardCopyOption.REPLACE_EXISTING);
			// PostgreSQL refuses a key that others may read: the copy keeps the mode.
			Files.copy(authority.serverKey(), this.data.resolve("server.key"), StandardCopyOption.COPY_ATTRIBUTES,
					StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		set("ssl", "on");
	}

	/**
	 * Starts the server and waits until it takes connections.
	 * @return its process
	 * @throws IllegalStateException if it ends or does not answer in time
	 */
	public OwnedProcess start() {
		List<String> command = new ArrayList<>(this.binaries.command("postgres"));
		command.addAll(List.of("-D", this.data.toString(), "-p", Integer.toString(this.port)));
		Map<String, String> all = new TreeMap<>(this.settings);
		all.putAll(Map.of("listen_addresses", "127.0.0.1", "unix_socket_directories", "", "hba_file",
				writeHba().toString(), "fsync", "off", "dynamic_shared_memory_type", "mmap"));
		all.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
		OwnedProcess started = this.processes.start(this.name, command, Map.of(), this.data);
		this.process = started;
		awaitConnections(started);
		return started;
	}

	/**
	 * Stops the server as its service manager would: sessions are ended, nothing is lost.
	 */
	public void stop() {
		OwnedProcess running = this.process;
		if (running != null && running.alive()) {
			// PostgreSQL's fast shutdown; SIGTERM would wait for clients.
			running.stop("INT", Duration.ofSeconds(10));
		}
	}

	/**
	 * The server's process.
	 * @return null before the first start
	 */
	public @Nullable OwnedProcess process() {
		return this.process;
	}

	/**
	 * Where it listens.
	 * @return an address on 127.0.0.1
	 */
	public InetSocketAddress address() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port);
	}

	/**
	 * Connects as the superuser.
	 * @param database the database's name
	 * @return an open connection
	 * @throws SQLException if the server refuses
	 */
	public Connection connect(String database) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", "postgres");
		properties.setProperty("loginTimeout", "5");
		properties.setProperty("ApplicationName", "lab");
		try {
			properties.setProperty("password", Files.readString(this.data.resolve(PostgresBinaries.PASSWORD_FILE)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/%s".formatted(this.port, database),
				properties);
	}

	/**
	 * Runs statements as {@code psql} does, each in a transaction of its own.
	 * @param database the database's name
	 * @param script statements that end with a semicolon at a line's end
	 * @throws SQLException if a statement fails; those before it stay
	 */
	public void run(String database, String script) throws SQLException {
		try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
			for (String sql : script.split(";[ \t]*(\n|$)")) {
				if (!sql.isBlank()) {
					statement.execute(sql);
				}
			}
		}
	}

	private void awaitConnections(OwnedProcess started) {
		long end = System.nanoTime() + START_LIMIT.toNanos();
		while (true) {
			try (Connection connection = connect("postgres")) {
				return;
			}
			catch (SQLException ex) {
				if (!started.alive()) {
					throw new IllegalStateException(
							"PostgreSQL did not start on port %d: %s".formatted(this.port, started.lastLines()), ex);
				}
				if (System.nanoTime() > end) {
					throw new IllegalStateException(
							"PostgreSQL does not answer: %s; see %s".formatted(ex.getMessage(), started.log()), ex);
				}
				Ports.pause();
			}
		}
	}

	/**
	 * The lab's own way in comes first, then the rules that the box itself wrote.
	 */
	private Path writeHba() {
		Path file = this.data.resolve("lab-hba.conf");
		try {
			Files.writeString(file, """
					host all,replication postgres 127.0.0.1/32 scram-sha-256
					include pg_hba.conf
					""");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return file;
	}

}
