package com.example.postcards.move;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import com.example.postcards.move.TwoDatabases.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MoveTests {

	/** Rows of both sides, written down by other means than those of the move. */
	private static final List<String> EVERYTHING = List.of("account", "follow", "postcard", "postcard_like",
			"notification");

	private final TwoDatabases databases;

	MoveTests(@TempDir Path photos) throws Exception {
		this.databases = new TwoDatabases(photos);
		this.databases.fill(5);
	}

	@Test
	void everythingArrives() throws Exception {
		Run run = this.databases.move();

		assertThat(run.output()).contains("TABLE", "account.password", "photo ")
			.containsPattern("postcard +10 +\\w{16} +10 +\\w{16}")
			.doesNotContain("secret", "example.com", "bcrypt");
		assertThat(run.exitCode()).isZero();
		assertSame();
		assertThat(this.databases.inTarget("select count(*) from photo")).isEqualTo("5");
		assertThat(this.databases.inTarget("select encode(jpeg, 'base64') from photo where postcard_id = 3"))
			.isEqualTo(java.util.Base64.getMimeEncoder(76, new byte[] { '\n' })
				.encodeToString(Files.readAllBytes(this.databases.photo(3))));
	}

	@Test
	void anEmptySourceMovesToo() throws Exception {
		this.databases.source("delete from account");

		assertThat(this.databases.move().exitCode()).isZero();
		assertThat(this.databases.move().exitCode()).isZero();
	}

	@Test
	void aSecondRunChangesNothing() throws Exception {
		this.databases.move();
		String before = this.databases.inTarget("select string_agg(checksum, ' ' order by name) from move.content");

		assertThat(this.databases.move().exitCode()).isZero();
		assertThat(this.databases.inTarget("select string_agg(checksum, ' ' order by name) from move.content"))
			.isEqualTo(before);
		assertSame();
	}

	@Test
	void aSecondRunCopiesAdditionsChangesAndDeletions() throws Exception {
		this.databases.move();
		this.databases.source("""
				insert into account (handle, email, password) values ('new', 'new@example.com', 'hash');
				insert into postcard (author_id, message, photo) values (1, 'New', true);
				delete from postcard where id = 2;
				delete from follow where follower_id = 1;
				delete from account where id = 5;
				update postcard set message = 'Changed', likes = 7 where id = 1""");
		this.databases.writePhoto(11);
		this.databases.writePhoto(1);

		assertThat(this.databases.move().exitCode()).isZero();
		assertSame();
		assertThat(this.databases.inTarget("select encode(sha256(jpeg), 'hex') from photo where postcard_id = 1"))
			.isEqualTo(java.util.HexFormat.of()
				.formatHex(Content.sha256().digest(Files.readAllBytes(this.databases.photo(1)))));
	}

	@Test
	void idsGoOnBehindTheGreatestThatWasEverGiven() throws Exception {
		this.databases.source("delete from postcard where id = 10; delete from notification");
		this.databases.move();

		this.databases.target("""
				insert into account (handle, email) values ('next', 'next@example.com');
				insert into postcard (author_id, message, photo) values (1, 'Next', false);
				insert into notification (account_id, from_id) values (1, 1)""");

		assertThat(this.databases.inTarget("select max(id) from account")).isEqualTo("6");
		assertThat(this.databases.inTarget("select max(id) from postcard")).isEqualTo("11");
		assertThat(this.databases.inTarget("select max(id) from notification")).isEqualTo("11");
	}

	@Test
	void aHashThatWasDeletedIsNotCopiedAgainAndItsUserStays() throws Exception {
		this.databases.move();
		this.databases.target("update account set password = null, user_id = 'sub-2' where id = 2");

		Run again = this.databases.move();

		assertThat(again.output()).containsPattern("account.password +4 +\\w{16} +4 ");
		assertThat(this.databases.inTarget("select string_agg(id || coalesce(user_id, ''), ',') from account "
				+ "where password is null or user_id is not null"))
			.isEqualTo("2sub-2");
		assertThat(this.databases.inTarget("select string_agg(password, ',' order by id) from account")).isEqualTo(
				this.databases.inSource("select string_agg(password, ',' order by id) from account where id <> 2"));
	}

	@Test
	void aTargetInUseIsRefused() throws Exception {
		this.databases.target("insert into account (handle, email, user_id) values ('person9', 'a@b.c', 'sub')");

		Run run = this.databases.move();

		assertThat(run.output()).contains("The target holds data that no move brought: account (1 rows).",
				"Nothing was moved.");
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(this.databases.inTarget("select string_agg(handle, ',') from account")).isEqualTo("person9");
		assertThat(this.databases.inTarget("select to_regnamespace('move')")).isEqualTo("null");
	}

	@Test
	void aTargetWithWritesSinceTheLastMoveIsRefused() throws Exception {
		this.databases.move();
		this.databases.target("delete from postcard_like where account_id = 3");

		assertThat(this.databases.move().output()).contains("no move brought: postcard_like (4 rows)");
		assertThat(this.databases.inTarget("select count(*) from postcard_like")).isEqualTo("4");
	}

	@Test
	void aTargetThatWasFilledFromAnotherSourceIsRefused() throws Exception {
		this.databases.move();
		this.databases.source("update flyway_schema_history set installed_on = installed_on + interval '1 s'");

		assertThat(this.databases.move().output()).contains("was moved from another source");
		assertSame();
	}

	@Test
	void missingPhotosAreNamedBeforeAnythingIsWritten() throws Exception {
		Files.delete(this.databases.photo(3));
		Files.delete(this.databases.photo(7));

		Run run = this.databases.move();

		assertThat(run.output()).contains("2 of 5 photos cannot be read in ", ": 3.jpg, 7.jpg.", "Nothing was moved.");
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(this.databases.inTarget("select count(*) from account")).isEqualTo("0");
	}

	@Test
	void aSchemaThatDoesNotFitIsRefused() throws Exception {
		this.databases.target("update flyway_schema_history set success = false where version = '3'");

		assertThat(this.databases.move().output())
			.contains("The schema of the target has the versions 1, 2, 3 (failed)");

		this.databases.source("drop table flyway_schema_history");
		assertThat(this.databases.move().output()).contains("The schema of the source has the versions none");
	}

	@Test
	void anUnreachableDatabaseIsNamed() {
		Map<String, String> environment = this.databases.environment();
		environment.put("TO_SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:1/postcards?sslmode=verify-full");
		assertThat(this.databases.move(environment, false).output())
			.contains("The target refuses the connection at jdbc:postgresql://127.0.0.1:1/postcards: ");

		environment.remove("FROM_SPRING_DATASOURCE_PASSWORD");
		Run run = this.databases.move(environment, false);
		assertThat(run.output()).contains("FROM_SPRING_DATASOURCE_PASSWORD is not set");
		assertThat(run.exitCode()).isEqualTo(1);
	}

	@Test
	void theLastMoveEndsWritesToTheSourceAndLosesNone() throws Exception {
		this.databases.move();
		try (Connection application = this.databases.connectToSource()) {
			Database.execute(application, "insert into postcard (author_id, message, photo) values (1, 'Late', false)");

			Run run = this.databases.move(this.databases.environment(), true);

			assertThat(run.output()).contains("The source takes no writes any more");
			assertThat(run.exitCode()).isZero();
			assertThat(application.isValid(1)).isFalse();
		}
		assertSame();
		assertThat(this.databases.inTarget("select count(*) from postcard where message = 'Late'")).isEqualTo("1");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.databases.source("delete from follow"))
			.withMessageContaining("read-only");
		assertThat(this.databases.move(this.databases.environment(), true).exitCode()).isZero();
		assertThat(this.databases.move().output()).contains("The source takes no writes any more");
	}

	@Test
	void aSourceWhoseWritesHaveEndedDoesNotTakeThemAgainByItself() throws Exception {
		this.databases.move(this.databases.environment(), true);
		this.databases.target("delete from follow");

		assertThat(this.databases.move(this.databases.environment(), true).output()).contains("It is in use already",
				"The source takes no writes: as an earlier move left it.");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.databases.source("delete from follow"))
			.withMessageContaining("read-only");
		this.databases.source("set transaction read write; alter database %s reset default_transaction_read_only"
			.formatted(this.databases.inSource("select current_database()")));
		this.databases.source("delete from follow");
	}

	@Test
	void aLastMoveThatFailsLeavesTheSourceAsItWas() throws Exception {
		Files.delete(this.databases.photo(3));

		assertThat(this.databases.move(this.databases.environment(), true).exitCode()).isEqualTo(1);

		this.databases.source("delete from postcard where id = 3");
		assertThat(this.databases.move().output()).contains("run it again, for the last time with --finish");
	}

	private void assertSame() throws SQLException {
		for (String table : EVERYTHING) {
			String rows = "select string_agg(%s::text, '|' order by %1$s::text) from %s";
			String columns = table.equals("account") ? "(id, handle, email, password, created_at)" : "moved";
			String query = rows.formatted(columns, table + " moved");
			assertThat(this.databases.inTarget(query)).as(table).isEqualTo(this.databases.inSource(query));
		}
	}

}
