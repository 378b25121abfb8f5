package com.example.postcards.move;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import com.example.postcards.move.TwoServers.Run;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class MoveTests {

	private final TwoServers servers;

	MoveTests() throws SQLException {
		this.servers = new TwoServers("3");
		this.servers.fill(5, 1600);
	}

	@Test
	void everythingArrivesAndTheTargetTakesOver() throws Exception {
		String before = this.servers.allInSource();

		Run run = this.servers.move();

		assertThat(run.output())
			.contains("publishing account, follow, notification, photo, postcard, postcard_like", "subscribing",
					"ready", "closing the gate", "comparing", "Both sides hold the same",
					"set rds.logical_replication back to 0", "On AWS keep the user pool")
			.containsPattern("6 of 6 tables copied; [\\d,]+ bytes, \\d+\\.\\d s behind")
			.containsPattern("postcard +50 +-?\\d+ +50 +-?\\d+")
			.containsPattern("No client could write for \\d+ ms")
			.doesNotContain("secret", "example.com");
		assertThat(run.exitCode()).isZero();
		assertThat(this.servers.allInTarget()).isEqualTo(before);
		assertThat(this.servers.traces()).isEqualTo(TwoServers.MOVED);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.servers.source("delete from follow"))
			.withMessageContaining("read-only");
		this.servers.target("delete from follow");
	}

	@Test
	void aPhotoOfFiveMegabytesArrives() throws Exception {
		this.servers.source("update photo set jpeg = decode(repeat(md5('a') || md5('b'), 5 * 1024 * 32), 'hex')");

		assertThat(this.servers.move().exitCode()).isZero();
		assertThat(this.servers.inTarget("select string_agg(octet_length(jpeg)::text, ' ') from photo"))
			.isEqualTo("5242880 5242880 5242880 5242880 5242880");
	}

	@Test
	void anEmptySourceMovesToo() throws Exception {
		this.servers.source("truncate account, follow, postcard, photo, postcard_like, notification restart identity");

		assertThat(this.servers.move().exitCode()).isZero();
		this.servers.target("insert into account (handle, email) values ('first', 'first@example.com')");
		assertThat(this.servers.inTarget("select id from account")).isEqualTo("1");
	}

	@Test
	void idsGoOnBehindTheGreatestThatWasEverGiven() throws Exception {
		this.servers.source("delete from postcard where id = 50");
		this.servers.move();

		try (Connection application = this.servers.connectToTarget(TwoServers.APPLICATION)) {
			Database.execute(application, """
					insert into account (handle, email) values ('next', 'next@example.com');
					insert into postcard (author_id, message, photo) values (1, 'Next', false)""");
		}
		assertThat(this.servers.inTarget("select max(id) from account")).isEqualTo("6");
		assertThat(this.servers.inTarget("select max(id) from postcard")).isEqualTo("51");
	}

	@Test
	void calledOffWhenReadyItLeavesNoTrace() throws Exception {
		String before = this.servers.allInSource();
		String empty = this.servers.allInTarget();
		try (Connection application = this.servers.connectToSource()) {
			for (String answer : new String[] { "n\n", "\n", "" }) {
				Run run = this.servers.move(this.servers.environment(), false, answer);

				assertThat(run.output()).contains("Switch now?", "Cancelled: nothing was moved").doesNotContain("gate");
				assertThat(run.exitCode()).isEqualTo(1);
				assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
				assertThat(this.servers.allInTarget()).isEqualTo(empty);
				assertThat(
						this.servers.inTarget("select max(last_value) from pg_sequences where schemaname = 'public'"))
					.isEqualTo("null");
			}
			// No session was ended.
			Database.execute(application, "insert into follow values (1, 3)");
		}
		assertThat(this.servers.allInSource()).isNotEqualTo(before);
		assertThat(this.servers.move(this.servers.environment(), false, "Yes\n").exitCode()).isZero();
		assertThat(this.servers.allInTarget()).isEqualTo(this.servers.allInSource());
	}

	@Test
	void aTargetInUseIsRefused() throws Exception {
		this.servers.target("insert into account (handle, email, user_id) values ('person9', 'a@b.c', 'sub')");

		Run run = this.servers.move();

		assertThat(run.output()).contains("The target holds data that this move did not bring: account. It is in use");
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(this.servers.inTarget("select string_agg(handle, ',') from account")).isEqualTo("person9");
		assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
	}

	@Test
	void aMoveThatIsCompleteIsNotBegunAgain() throws Exception {
		this.servers.move();
		this.servers.target("delete from follow");
		String after = this.servers.allInTarget();

		assertThat(this.servers.move().output()).contains("an earlier move seems complete: send people to the target");
		assertThat(this.servers.allInTarget()).isEqualTo(after);
		assertThat(this.servers.traces()).isEqualTo(TwoServers.MOVED);
	}

	@Test
	void aSourceWhoseLogIsNotLogicalIsRefusedWithWhatToDo() throws Exception {
		Run run;
		try (EmbeddedPostgres other = TwoServers.start("replica")) {
			run = this.servers.move(this.servers.environment(other), true, "");
		}
		assertThat(run.output()).contains("its wal_level is not logical", "parameter rds.logical_replication=1",
				"aws rds modify-db-cluster-parameter-group", "cuts all connections for some\nseconds");
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
	}

	@Test
	void aTableWithoutAPrimaryKeyIsRefused() throws Exception {
		this.servers.source("create table visit (at timestamptz)");
		this.servers.target("create table visit (at timestamptz)");

		assertThat(this.servers.move().output()).contains("which these tables lack: visit");
		assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
	}

	@Test
	void tablesThatDifferAreRefused() throws Exception {
		this.servers.target("alter table follow add column since date; drop table notification");

		assertThat(this.servers.move().output()).contains("not the same in the target: follow, notification.");
		assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
	}

	@Test
	void aTargetIntoWhichAnotherSourceMovesIsRefused() throws Exception {
		this.servers.target("create schema move; create table move.state (source text, same boolean); "
				+ "insert into move.state values ('another', false)");

		assertThat(this.servers.move().output()).contains("A move from another source has begun here.");
	}

	@Test
	void aSourceThatTheTargetCannotReachIsReportedAndLeavesNeitherATraceNorThePasswordInALog() throws Exception {
		Map<String, String> environment = this.servers.environment();
		environment.put("MOVE_PUBLISHER", "host=127.0.0.1 port=1");

		Run run = this.servers.move(environment, true, "");

		assertThat(run.output()).contains("The target cannot subscribe to the source", "port 1 failed", "Cancelled")
			.doesNotContain("secret");
		assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
		assertThat(this.servers.move().exitCode()).isZero();
		assertThat(TwoServers.logs()).contains("create subscription", "could not connect to the publisher")
			.doesNotContain("secret");
	}

	@Test
	void aSourceThatRefusedWritesBeforeRefusesThemAfterACancelledMove() throws Exception {
		this.servers.source("alter database %s set default_transaction_read_only = on"
			.formatted(this.servers.inSource("select current_database()")));

		this.servers.move(this.servers.environment(), false, "n\n");

		assertThat(this.servers.traces()).isEqualTo(TwoServers.MOVED);
	}

}
