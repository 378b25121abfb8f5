package com.example.postcards.move;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The managed database. Everything is written in one transaction: until it is committed,
 * readers see the earlier data, which also remains if this program ends early. The schema
 * {@code move} remembers what the last move left, so that the next one knows its own data
 * from other people's.
 */
class Target implements AutoCloseable {

	private static final String SCHEMA = "1, 2, 3";

	private static final List<Table> TABLES = withPhotos();

	private final Connection connection;

	Target(Database database) throws SQLException {
		this.connection = database.connect();
		database.checkSchema(this.connection, SCHEMA);
	}

	private static List<Table> withPhotos() {
		List<Table> tables = new ArrayList<>(Table.ALL);
		tables.add(Table.PHOTOS);
		return List.copyOf(tables);
	}

	/**
	 * Begins to write; others can only read from now on.
	 * @param source which database the data comes from
	 * @throws MoveException if there is data that did not come from it
	 */
	void begin(String source) throws SQLException, IOException {
		this.connection.setAutoCommit(false);
		Database.execute(this.connection, "set local lock_timeout = '30s'; lock table %s in exclusive mode"
			.formatted(TABLES.stream().map(Table::name).collect(Collectors.joining(", "))));
		Database.execute(this.connection, """
				create schema if not exists move;
				create table if not exists move.content
					(source text not null, name text primary key, checksum text not null)""");
		refuseForeign(source);
	}

	private void refuseForeign(String source) throws SQLException, IOException {
		Map<String, String> remembered = new LinkedHashMap<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet result = statement.executeQuery("select source, name, checksum from move.content")) {
			while (result.next()) {
				if (!source.equals(result.getString(1))) {
					throw new MoveException(
							"What the target holds was moved from another source. Move into a new one.");
				}
				remembered.put(result.getString(2), result.getString(3));
			}
		}
		List<String> foreign = new ArrayList<>();
		for (Table table : TABLES) {
			Content content = content(table);
			String expected = remembered.getOrDefault(table.name(), new Content.Builder().build().checksum());
			if (!expected.equals(content.checksum())) {
				foreign.add("%s (%d rows)".formatted(table.name(), content.rows()));
			}
		}
		if (!foreign.isEmpty()) {
			throw new MoveException(
					"The target holds data that no move brought: %s. It is in use already, and a move would %s"
						.formatted(String.join(", ", foreign), "delete what its users did. Move into a new one."));
		}
	}

	/**
	 * Deletes all rows, but remembers which accounts sign in through the user pool.
	 * @return the accounts that have moved to the user pool
	 */
	Set<Long> clear() throws SQLException {
		Database.execute(this.connection, """
				create temporary table pool_user on commit drop as
					select id, user_id from account where user_id is not null;
				create temporary table moved_password (id bigint, password text) on commit drop;
				delete from notification; delete from postcard_like; delete from photo; delete from postcard;
				delete from follow; delete from account""");
		Set<Long> left = new HashSet<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet result = statement.executeQuery("select id from pool_user")) {
			while (result.next()) {
				left.add(result.getLong(1));
			}
		}
		return left;
	}

	/**
	 * Copies rows with their ids.
	 * @return what was read
	 */
	Content copy(Source source, Table table, Progress progress) throws SQLException, IOException {
		CopyIn in = this.connection.unwrap(PGConnection.class)
			.getCopyAPI()
			.copyIn("copy %s from stdin".formatted(table.target()));
		Content content = Database.read(source.connection(), table, (row) -> {
			in.writeToCopy(row, 0, row.length);
			progress.row();
		});
		in.endCopy();
		return content;
	}

	/**
	 * Copies the bytes of photos.
	 * @return what was read
	 */
	Content copyPhotos(Source source, List<Long> postcards, Progress progress) throws SQLException, IOException {
		Content.Builder content = new Content.Builder();
		try (PreparedStatement insert = this.connection.prepareStatement("insert into photo values (?, ?)")) {
			for (long postcard : postcards) {
				Path file = source.photo(postcard);
				byte[] jpeg = Files.readAllBytes(file);
				insert.setLong(1, postcard);
				insert.setBytes(2, jpeg);
				insert.executeUpdate();
				content.add(postcard, jpeg);
				progress.row();
			}
		}
		return content.build();
	}

	/**
	 * Gives accounts their hashes, or the users of the pool that they had.
	 */
	void joinAccounts() throws SQLException {
		Database.execute(this.connection, """
				update account set password = moved_password.password
					from moved_password where moved_password.id = account.id;
				update account set user_id = pool_user.user_id from pool_user where pool_user.id = account.id""");
	}

	/**
	 * Has a table give out greater ids only. This remains if the move fails, and does no
	 * harm.
	 * @param lastId null if the source has given out none
	 */
	void continueAfter(String table, @Nullable String lastId) throws SQLException {
		if (lastId != null) {
			Database.single(this.connection,
					"select setval(pg_get_serial_sequence('%s', 'id')::regclass, greatest(?::bigint, %s))"
						.formatted(table, Database.lastValue(table)),
					lastId);
		}
	}

	/**
	 * Remembers what is there now as moved.
	 * @param source which database it comes from
	 * @param contents what is there
	 */
	void remember(String source, Map<Table, Content> contents) throws SQLException {
		Database.execute(this.connection, "delete from move.content");
		for (Table table : TABLES) {
			Database.single(this.connection, "insert into move.content values (?, ?, ?) returning name", source,
					table.name(), Objects.requireNonNull(contents.get(table)).checksum());
		}
	}

	Content content(Table table) throws SQLException, IOException {
		return Database.read(this.connection, table, (row) -> {
		});
	}

	/**
	 * Makes everything visible at once.
	 */
	void commit() throws SQLException {
		this.connection.commit();
	}

	/**
	 * Ends the connection, whatever another thread does with it. What was not committed
	 * is gone.
	 */
	void abort() {
		try {
			this.connection.abort(Runnable::run);
		}
		catch (SQLException ex) {
			// It counts as ended.
		}
	}

	@Override
	public void close() throws SQLException {
		// Rolls back what was not committed.
		this.connection.close();
	}

}
