package com.example.lab.localstack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SharedLocalStack.class)
class AccountTests {

	private static final String NAME = "/accounts/name";

	@Test
	void isolatesAccountsAndLeavesLocalStackRunning(LocalStack first) {
		put(first.ssm(), "first");
		try (LocalStack second = first.account("000000000042")) {
			assertThat(second.ssm().getParametersByPath((request) -> request.path("/accounts/")).parameters())
				.isEmpty();
			put(second.ssm(), "second");
		}
		assertThat(first.ssm().getParameter((request) -> request.name(NAME)).parameter().value()).isEqualTo("first");
		first.ssm().deleteParameter((request) -> request.name(NAME));
	}

	private static void put(SsmClient parameters, String value) {
		parameters.putParameter((request) -> request.name(NAME).value(value).type(ParameterType.STRING));
	}

}
