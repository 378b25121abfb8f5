package com.example.lab.localstack;

import java.net.URI;

import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AwsClientsTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://s3.us-east-1.amazonaws.com", "https://192.0.2.1:4566", "https://10.0.0.1",
			"http://no-such-host.invalid:4566", "4566" })
	void neverLeaveThisComputer(String endpoint) {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> new AwsClients(URI.create(endpoint)))
			.withMessageStartingWith(endpoint + " is not on this computer")
			.withMessageContaining("Unset LOCALSTACK_ENDPOINT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:4566", "http://localhost:4566", "http://[::1]:4566" })
	void talkToThisComputer(String endpoint) {
		assertThat(AwsClients.requireThisComputer(URI.create(endpoint))).isEqualTo(URI.create(endpoint));
	}

}
