package com.example.postcards.where;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import com.example.kit.Visitor;
import com.example.postcards.PostcardsApplication;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseAwayTests {

	@TempDir
	private Path photos;

	@Test
	void healthyWithoutWritesAndWithoutDatabaseAndHonestAboutIt() throws Exception {
		EmbeddedPostgres postgres = EmbeddedPostgres.start();
		try (ConfigurableApplicationContext application = start(postgres)) {
			Visitor visitor = Visitor.signedIn(port(application));
			assertThat(visitor.get("/api/where").getBody()).contains("\"instance\":\"box\"", "\"role\":\"primary\"")
				.containsPattern("\"node\":\"db-\\d{1,5}\"")
				.doesNotContain("127.0.0.1", String.valueOf(postgres.getPort()));
			makeReadOnly(postgres, application);
			assertThat(visitor.get("/api/timeline").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertThat(visitor.post("Hello", null).getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
			postgres.close();
			assertThat(visitor.get("/readyz").getBody()).contains("\"UP\"");
			assertThat(visitor.get("/livez").getBody()).contains("\"UP\"");
			assertThat(visitor.get("/api/where").getBody()).contains("\"instance\":\"box\"", "\"database\":null");
			assertThat(visitor.get("/api/timeline").getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
			assertThat(visitor.post("Hello", null).getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		}
		finally {
			postgres.close();
		}
	}

	private ConfigurableApplicationContext start(EmbeddedPostgres postgres) {
		return SpringApplication.run(PostcardsApplication.class, "--server.port=0", "--server.address=127.0.0.1",
				"--postcards.instance=box", "--postcards.photos.directory=" + this.photos,
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
