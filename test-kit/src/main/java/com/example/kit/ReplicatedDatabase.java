package com.example.kit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A real PostgreSQL and a replica that follows it by asynchronous streaming. */
public final class ReplicatedDatabase implements AutoCloseable {

	private static final Set<String> OF_THE_RUNNING_SERVER = Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

	private final EmbeddedPostgres primary;

	private final EmbeddedPostgres replica;

	private ReplicatedDatabase(EmbeddedPostgres primary, EmbeddedPostgres replica) {
		this.primary = primary;
		this.replica = replica;
	}

	/**
	 * Starts both.
	 * @param folder an empty folder for their data
	 * @return they run
	 * @throws IOException if one does not start
	 * @throws SQLException if no copy can be made
	 */
	public static ReplicatedDatabase start(Path folder) throws IOException, SQLException {
		Path data = folder.resolve("primary");
		EmbeddedPostgres primary = EmbeddedPostgres.builder()
			.setDataDirectory(data)
			.setServerConfig("synchronous_commit", "on")
			.start();
		Path copy = folder.resolve("replica");
		try (Connection connection = primary.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("select pg_backup_start('replica', fast => true)");
			copy(data, copy);
			try (ResultSet stopped = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
				stopped.next();
				Files.writeString(copy.resolve("backup_label"), stopped.getString(1));
			}
		}
		Files.createFile(copy.resolve("standby.signal"));
		Files.writeString(copy.resolve("postgresql.auto.conf"),
				"primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'\n".formatted(primary.getPort()));
		EmbeddedPostgres replica = EmbeddedPostgres.builder()
			.setDataDirectory(copy)
			.setCleanDataDirectory(false)
			.start();
		return new ReplicatedDatabase(primary, replica);
	}

	private static void copy(Path from, Path to) throws IOException {
		Files.walkFileTree(from, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
				Files.copy(folder, to.resolve(from.relativize(folder)), StandardCopyOption.COPY_ATTRIBUTES);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (!OF_THE_RUNNING_SERVER.contains(file.getFileName().toString())) {
					Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

	/**
	 * The server that takes writes.
	 * @return it runs
	 */
	public EmbeddedPostgres primary() {
		return this.primary;
	}

	/**
	 * The server that answers reads.
	 * @return it runs until it is closed
	 */
	public EmbeddedPostgres replica() {
		return this.replica;
	}

	/**
	 * Runs a statement on the replica as the superuser.
	 * @param sql such as {@code select pg_wal_replay_pause()}
	 * @throws SQLException if it fails
	 */
	public void onReplica(String sql) throws SQLException {
		try (Connection connection = this.replica.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Override
	public void close() throws IOException {
		try {
			this.replica.close();
		}
		finally {
			this.primary.close();
		}
	}

}
