package com.example.postcards.where;

import java.security.Security;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import com.example.kit.Visitor;
import com.example.postcards.PostcardsApplication;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class DatabaseAwayTests {

	@Test
	void healthyWithoutWritesAndWithoutDatabaseAndHonestAboutIt() throws Exception {
		EmbeddedPostgres postgres = EmbeddedPostgres.start();
		try (ConfigurableApplicationContext application = start(postgres)) {
			Visitor visitor = Visitor.signedIn(port(application));
			assertThat(visitor.get("/api/where").getBody())
				.contains("\"instance\":\"box\"", "\"zone\":\"zone-a\"", "\"role\":\"primary\"")
				.containsPattern("\"node\":\"db-\\d{1,5}\"")
				.doesNotContain("127.0.0.1", String.valueOf(postgres.getPort()));
			makeReadOnly(postgres, application);
			assertThat(visitor.get("/api/timeline").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertComeBackLater(visitor.post("Hello", null));
			postgres.close();
			assertThat(visitor.get("/readyz").getBody()).contains("\"UP\"");
			assertThat(visitor.get("/livez").getBody()).contains("\"UP\"");
			assertThat(visitor.get("/api/where").getBody()).contains("\"instance\":\"box\"", "\"database\":null");
			assertThat(visitor.get("/").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertThat(visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertComeBackLater(visitor.get("/api/timeline"));
			assertComeBackLater(visitor.post("Hello", null));
		}
		finally {
			postgres.close();
		}
	}

	@Test
	void looksTheDatabaseUpAgainAfterFiveSeconds() {
		assertThatException()
			.isThrownBy(() -> PostcardsApplication.main(new String[] { "--spring.datasource.url=jdbc:none" }));
		assertThat(Security.getProperty("networkaddress.cache.ttl")).isEqualTo("5");
	}

	private static void assertComeBackLater(ResponseEntity<String> response) {
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
	}

	private ConfigurableApplicationContext start(EmbeddedPostgres postgres) {
		return SpringApplication.run(PostcardsApplication.class, "--server.port=0", "--server.address=127.0.0.1",
				"--postcards.instance=box", "--postcards.zone=zone-a",
				"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
				"--spring.datasource.hikari.connection-timeout=500", "--spring.datasource.hikari.minimum-idle=0");
	}

	private static void makeReadOnly(EmbeddedPostgres postgres, ConfigurableApplicationContext application)
			throws SQLException {
		try (Connection connection = postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("ALTER DATABASE postgres SET default_transaction_read_only = on");
		}
		application.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

}
