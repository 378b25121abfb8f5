package com.example.postcards.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import com.example.kit.ReplicatedDatabase;
import com.example.kit.Visitor;
import com.example.postcards.PostcardsApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class ReplicaTests {

	private static final String REPLICA = "\"role\":\"replica\"";

	private static final String PRIMARY = "\"role\":\"primary\"";

	@TempDir
	private Path folder;

	private ReplicatedDatabase database;

	private ConfigurableApplicationContext application;

	@BeforeEach
	void start() throws IOException, SQLException {
		this.database = ReplicatedDatabase.start(this.folder);
		this.application = SpringApplication.run(PostcardsApplication.class, "--server.port=0",
				"--server.address=127.0.0.1",
				"--spring.datasource.url=" + this.database.primary().getJdbcUrl("postgres", "postgres"),
				"--postcards.replica.url=" + this.database.replica().getJdbcUrl("postgres", "postgres"));
	}

	@AfterEach
	void stop() throws IOException {
		if (this.application != null) {
			this.application.close();
		}
		if (this.database != null) {
			this.database.close();
		}
	}

	@Test
	void readsGoToTheReplicaAndAuthorsReadTheirOwnWrites() throws Exception {
		Visitor author = Visitor.signedIn(port());
		Visitor reader = Visitor.signedIn(port());
		awaitNode(author, REPLICA);

		this.database.onReplica("select pg_wal_replay_pause()");
		for (int i = 0; i < 20; i++) {
			author.post("Number " + i, null);
			assertThat(author.get("/api/timeline").getBody()).contains("\"Number " + i + "\"");
		}
		assertThat(author.get("/api/where").getBody()).contains(PRIMARY);
		assertThat(reader.get("/api/where").getBody()).as("who has not written").contains(REPLICA);

		this.database.onReplica("select pg_wal_replay_resume()");
		awaitNode(author, REPLICA);
		assertThat(author.get("/api/timeline").getBody()).contains("\"Number 19\"");
	}

	@Test
	void withoutTheReplicaThePrimaryAnswers() throws Exception {
		Visitor visitor = Visitor.signedIn(port());
		awaitNode(visitor, REPLICA);

		this.database.replica().close();

		for (int i = 0; i < 50; i++) {
			assertThat(visitor.get("/api/timeline").getStatusCode()).isEqualTo(HttpStatus.OK);
		}
		assertThat(visitor.get("/api/where").getBody()).contains(PRIMARY);
	}

	@Test
	void aReplicaThatLagsIsNotAsked() throws Exception {
		Visitor visitor = Visitor.signedIn(port());
		awaitNode(visitor, REPLICA);

		this.database.onReplica("select pg_wal_replay_pause()");
		new Visitor(port()).signUp();

		awaitNode(visitor, PRIMARY);
	}

	private static void awaitNode(Visitor visitor, String role) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(visitor.get("/api/where").getBody()).contains(role));
	}

	private int port() {
		return this.application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

}
