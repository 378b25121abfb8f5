package com.example.postcards.move;

import java.sql.SQLException;

import com.example.postcards.move.TwoServers.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The move between the schema of the stage before and this one's. Stage by stage it is
 * the same program, whose other tests are with the stage that introduces it.
 */
@Timeout(60)
class MoveTests {

	private final TwoServers servers;

	MoveTests() throws SQLException {
		this.servers = new TwoServers("6");
		this.servers.fill(5, 1600);
	}

	@Test
	void everythingArrivesAlthoughTheTargetHasOneMoreTable() throws Exception {
		this.servers.source("update postcard set idempotency_key = gen_random_uuid(), idempotency_digest = '\\x01'");
		String before = this.servers.allInSource();

		Run run = this.servers.move();

		assertThat(run.exitCode()).as(run.output()).isZero();
		assertThat(run.output()).contains("Both sides hold the same", "Its servers move them to S3 and\nDynamoDB");
		assertThat(this.servers.allInTarget()).isEqualTo(before);
		assertThat(this.servers.traces()).isEqualTo(TwoServers.MOVED);
	}

	@Test
	void aTargetThatStillHasToDeleteAPostcardIsRefused() throws Exception {
		this.servers.target("insert into deleted_postcard values (7, true)");

		Run run = this.servers.move();

		// It would delete the photo and the likes of the postcard that arrives with this
		// id.
		assertThat(run.output()).contains("The target holds data that this move did not bring: deleted_postcard.");
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
		assertThat(this.servers.inTarget("select count(*) from account")).isEqualTo("0");
	}

}
