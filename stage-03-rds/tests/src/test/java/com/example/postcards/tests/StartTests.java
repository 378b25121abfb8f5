package com.example.postcards.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that cannot start says in the last line of its log what is missing and what to
 * do; once the cause is gone it starts by itself, and nothing is lost.
 */
@Stage
class StartTests {

	private static final String SERVICE = "postcards.service";

	private static final String SECRET = "/Postcards/postcards.database.secret";

	private static final String URL = "/Postcards/spring.datasource.url";

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final LocalCloud cloud;

	private final SsmClient parameters;

	StartTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.parameters = cloud.localStack().ssm();
	}

	@Test
	void theCauseOfAFailedStartIsInTheLogAndTheServerStartsOnceItIsFixed() throws Exception {
		Postcards member = Postcards.member(this.cloud.url());
		String postcard = member.post("Before").id();
		SecretsManagerClient secrets = this.cloud.localStack().client(SecretsManagerClient.builder());
		String secret = value(SECRET);
		String url = value(URL);

		this.parameters.deleteParameter((request) -> request.name(SECRET));
		long position = this.cloud.events().position();
		this.cloud.drill("Server/Instance", "kill", SERVICE);
		Event died = this.cloud.events().await(position, (event) -> event.kind() == Event.Kind.DIED, LIMIT);
		Path log = Path.of(died.message().replaceFirst(".*, see ", ""));
		awaitLastLine(log, "'postcards.database.secret'", "Set it where the other settings are");

		put(SECRET, secret);
		put(URL, url.replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:1"));
		awaitLastLine(log, "Connection to 127.0.0.1:1 refused", "See that the database runs");

		put(URL, url);
		secrets.deleteSecret((request) -> request.secretId(secret));
		awaitLastLine(log, "marked for deletion", "See that what the settings name exists");

		secrets.restoreSecret((request) -> request.secretId(secret));
		this.cloud.awaitFirstPage();
		assertThat(member.postcard(postcard).message()).isEqualTo("Before");
	}

	private static void awaitLastLine(Path log, String... words) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
			List<String> lines = Files.readAllLines(log);
			assertThat(lines.get(lines.size() - 1)).contains("APPLICATION FAILED TO START").contains(words);
		});
	}

	private String value(String name) {
		return this.parameters.getParameter((request) -> request.name(name)).parameter().value();
	}

	private void put(String name, String value) {
		this.parameters
			.putParameter((request) -> request.name(name).value(value).type(ParameterType.STRING).overwrite(true));
	}

}
