package com.example.lab.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import com.example.lab.process.Folders;

/**
 * A copy of the data directory of a server that goes on meanwhile, as
 * {@code pg_basebackup} makes it; it is not among the programs. A server that starts from
 * it needs the write-ahead log from its beginning on.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP">Making
 * a base backup using the low level API</a>
 */
final class BaseBackup {

	private BaseBackup() {
	}

	/**
	 * Takes it.
	 * @param to what is there is replaced
	 */
	static void take(PostgresServer from, Path to) throws SQLException, IOException {
		Folders.delete(to);
		try (Connection connection = from.connect("postgres"); Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_backup_start('lab', fast => true)");
			copy(from.data(), to);
			try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
				stopped.next();
				Files.writeString(to.resolve("backup_label"), stopped.getString(1));
			}
		}
	}

	/**
	 * Leaves out what belongs to the running server alone, such as its synchronous
	 * standby.
	 */
	private static void copy(Path from, Path to) throws IOException {
		try {
			Folders.copy(from, to);
		}
		catch (UncheckedIOException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
		Files.deleteIfExists(to.resolve("postmaster.pid"));
		Files.deleteIfExists(to.resolve("postmaster.opts"));
		Files.writeString(to.resolve("postgresql.auto.conf"), "");
		for (String empty : List.of("pg_wal", "pg_replslot")) {
			Folders.delete(to.resolve(empty));
			Files.createDirectory(to.resolve(empty));
		}
	}

}
