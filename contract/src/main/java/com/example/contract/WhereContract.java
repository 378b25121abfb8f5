package com.example.contract;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a request ran, and the health of the system.
 */
abstract class WhereContract extends FeatureContract {

	WhereContract(URI address) {
		super(address);
	}

	@Test
	void showsInstanceAndDatabase() {
		Postcards.Where where = visitor().where();
		assertThat(where.instance()).isNotBlank();
		assertThat(where.database().node()).isNotBlank().doesNotContain(".", ":");
		assertThat(where.database().role()).isIn("primary", "replica");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/livez", "/readyz" })
	void isUp(String path) {
		JsonNode health = visitor().send("GET", path).expect(200).json();
		assertThat(health.path("status").stringValue()).isEqualTo("UP");
		assertThat(health.propertyNames()).as("details that are not public").containsExactly("status");
	}

	@ParameterizedTest
	@ValueSource(strings = { "health", "env", "heapdump", "beans", "configprops", "loggers", "mappings", "threaddump",
			"shutdown" })
	void keepsItsInsidesToItself(String endpoint) {
		Answer answer = visitor().send("GET", "/actuator/" + endpoint);
		assertThat(answer.status()).as(answer.toString()).isIn(401, 403, 404);
	}

}
