package com.example.postcards.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The passwords of the database are in their secrets and nowhere else. */
@Stage
@Isolated
class SecretTests {

	/** The template, and what this run writes: disks, logs, data. */
	private static final List<Path> EVERYWHERE = List.of(Path.of("../infra/target"), Path.of("target/lab"));

	@ParameterizedTest
	@ValueSource(strings = { "secret", "master-secret" })
	void thePasswordIsInNoTemplateNoEnvironmentAndNoLog(String name, LocalCloud cloud) {
		Postcards.member(cloud.url()).post("Logged");
		SecretsManagerClient secrets = cloud.localStack().client(SecretsManagerClient.builder());
		String arn = cloud.localStack()
			.ssm()
			.getParameter((request) -> request.name("/Postcards/postcards.database." + name))
			.parameter()
			.value();
		String password = JsonMapper.shared()
			.readTree(secrets.getSecretValue((request) -> request.secretId(arn)).secretString())
			.path("password")
			.asString();
		assertThat(password).hasSizeGreaterThan(20);

		assertThat(filesWith(password)).isEmpty();
		assertThat(filesWith("postcards.service")).as("files that are looked at").isNotEmpty();
		assertThat(processesWith(password)).isEmpty();
		assertThat(new Postcards(cloud.url()).send("GET", "/actuator/env").status()).isNotEqualTo(200);
	}

	private static List<Path> filesWith(String text) {
		return EVERYWHERE.stream().flatMap(SecretTests::files).filter((file) -> read(file).contains(text)).toList();
	}

	private static Stream<Path> files(Path folder) {
		try {
			return Files.walk(folder).filter(Files::isRegularFile).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where the system shows them, as Linux does.
	 */
	private static List<Path> processesWith(String text) {
		return ProcessHandle.current()
			.descendants()
			.map((process) -> Path.of("/proc", Long.toString(process.pid()), "environ"))
			.filter((file) -> read(file).contains(text))
			.toList();
	}

	private static String read(Path file) {
		try {
			return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			// Gone meanwhile.
			return "";
		}
	}

}
