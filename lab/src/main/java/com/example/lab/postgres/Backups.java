package com.example.lab.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.lab.network.Ports;
import com.example.lab.process.Folders;

/**
 * The backups of one server: copies of its data directory, and an archive of its
 * write-ahead log, with which a copy is brought to any moment after it was taken.
 *
 * @see <a href= "https://www.postgresql.org/docs/17/continuous-archiving.html">Continuous
 * archiving and point-in-time recovery</a>
 */
public final class Backups {

	private static final Pattern LOG_FILE = Pattern.compile("[0-9A-F]{24}|[0-9A-F]{8}\\.history");

	private static final Duration ARCHIVE_LIMIT = Duration.ofSeconds(30);

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSx")
		.withZone(ZoneOffset.UTC);

	private final Supplier<PostgresServer> server;

	private final Path folder;

	private final Path archive;

	private final List<Base> bases = new ArrayList<>();

	/**
	 * Backups of what does not archive anything yet.
	 * @param server the server that takes writes, now
	 * @param folder where the backups go; made if it is not there
	 * @throws UncheckedIOException if the folder cannot be made
	 */
	public Backups(Supplier<PostgresServer> server, Path folder) {
		this.server = server;
		this.folder = folder;
		this.archive = folder.resolve("archive");
		try {
			Files.createDirectories(this.archive);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Makes a server archive its write-ahead log from its next start on, while it takes
	 * writes.
	 * @param server the server, or its standby
	 */
	public void configure(PostgresServer server) {
		server.set("archive_mode", "on");
		server.set("archive_command", archiving());
	}

	/**
	 * Brings into the archive what a standby has received of the log and the primary did
	 * not archive any more: a standby that is promoted archives only what it writes.
	 * @throws SQLException if the server that was promoted does not answer
	 */
	public synchronized void completeAfterPromotion() throws SQLException {
		PostgresServer promoted = this.server.get();
		try (Connection connection = promoted.connect("postgres");
				Statement statement = connection.createStatement();
				ResultSet current = statement.executeQuery("SELECT pg_walfile_name(pg_current_wal_lsn())");
				Stream<Path> log = Files.list(promoted.data().resolve("pg_wal"))) {
			current.next();
			String segment = current.getString(1);
			for (Path file : log.filter((file) -> isBefore(file.getFileName().toString(), segment)).toList()) {
				Path target = this.archive.resolve(file.getFileName());
				if (!Files.exists(target)) {
					Path part = target.resolveSibling(target.getFileName() + ".part");
					Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
					Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Takes a base backup, while the server goes on.
	 * @return when it was complete: the earliest moment that it can be brought to
	 * @throws SQLException if the server does not answer
	 */
	public synchronized Instant take() throws SQLException {
		Path copy = this.folder.resolve("base-" + (this.bases.size() + 1));
		try {
			PostgresServer from = this.server.get();
			BaseBackup.take(from, copy);
			awaitStandby(from);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Instant complete = Instant.now();
		this.bases.add(new Base(copy, complete));
		return complete;
	}

	/**
	 * Waits as each commit does until a synchronous standby has it: without the end of
	 * the backup in its log, a standby that is promoted could not be restored from it.
	 */
	private static void awaitStandby(PostgresServer server) throws SQLException {
		try (Connection connection = server.connect("postgres"); Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_logical_emit_message(true, 'lab', 'end of a base backup')");
		}
	}

	/**
	 * The base backups.
	 * @return when each was complete, oldest first
	 */
	public synchronized List<Instant> taken() {
		return this.bases.stream().map(Base::complete).toList();
	}

	/**
	 * Brings everything that is committed now into the archive.
	 * @return the latest moment that can be restored
	 * @throws SQLException if the server does not answer
	 * @throws IllegalStateException if the archive takes nothing
	 */
	public synchronized Instant archive() throws SQLException {
		Instant latest = Instant.now();
		try (Connection connection = this.server.get().connect("postgres");
				Statement statement = connection.createStatement()) {
			// Recovery ends at a commit that is later than its target, and fails without.
			statement.execute("SELECT pg_current_xact_id()");
			String segment;
			try (ResultSet ended = statement.executeQuery("SELECT pg_walfile_name(pg_switch_wal())")) {
				ended.next();
				segment = ended.getString(1);
			}
			awaitArchived(connection, segment);
		}
		return latest;
	}

	/**
	 * Fills the data directory of another server, which recovers up to a moment when it
	 * starts, and then goes its own way.
	 * @param time not before the first base backup, and not later than what was archived
	 * @param to a server without a data directory
	 * @throws IllegalArgumentException if there is no base backup before that time
	 */
	public synchronized void restore(Instant time, PostgresServer to) {
		Base base = this.bases.stream()
			.filter((candidate) -> !candidate.complete().isAfter(time))
			.reduce((older, newer) -> newer)
			.orElseThrow(() -> new IllegalArgumentException("There is no base backup before " + time));
		Folders.copy(base.folder(), to.data());
		try {
			Files.createFile(to.data().resolve("recovery.signal"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		to.set("restore_command", copy(archived(), "%p"));
		to.set("recovery_target_time", TIMESTAMP.format(time));
		to.set("recovery_target_action", "promote");
		// No client connects before recovery is complete.
		to.set("hot_standby", "off");
	}

	private void awaitArchived(Connection connection, String segment) throws SQLException {
		long end = System.nanoTime() + ARCHIVE_LIMIT.toNanos();
		while (!isArchived(connection, segment)) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException(
						"PostgreSQL does not archive %s into %s; its log says why".formatted(segment, this.archive));
			}
			Ports.pause();
		}
	}

	private static boolean isArchived(Connection connection, String segment) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT coalesce(last_archived_wal >= ?, false) FROM pg_stat_archiver")) {
			statement.setString(1, segment);
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getBoolean(1);
			}
		}
	}

	/**
	 * Whether a file is of an earlier timeline, and whole. A timeline has eight
	 * characters, the rest of the name is the place in the log.
	 */
	private static boolean isBefore(String file, String segment) {
		return LOG_FILE.matcher(file).matches() && file.substring(0, 8).compareTo(segment.substring(0, 8)) < 0
				&& (file.endsWith(".history") || file.substring(8).compareTo(segment.substring(8)) < 0);
	}

	/**
	 * A copy takes a while and goes on when its server is killed: the archive has whole
	 * files only.
	 */
	private String archiving() {
		boolean windows = File.separatorChar == '\\';
		String part = archived() + (windows ? ".part" : ".$$");
		return "%s && %s \"%s\" \"%s\"".formatted(copy("%p", part), windows ? "move /y" : "mv", part, archived());
	}

	private String archived() {
		return this.archive.toString().replace("%", "%%") + File.separator + "%f";
	}

	private static String copy(String from, String to) {
		return "%s \"%s\" \"%s\"".formatted((File.separatorChar == '\\') ? "copy /y" : "cp", from, to);
	}

	/**
	 * A base backup.
	 *
	 * @param folder a data directory
	 * @param complete when it was
	 */
	private record Base(Path folder, Instant complete) {
	}

}
