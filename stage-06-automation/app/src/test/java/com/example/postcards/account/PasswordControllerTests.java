package com.example.postcards.account;

import java.util.Map;

import com.example.postcards.ControllerTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

@ControllerTest
class PasswordControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@ParameterizedTest
	@CsvSource({ "12345a, a new battery staple, code", "'', a new battery staple, code",
			"123456789012345678901, a new battery staple, code", "123456, short, password", "123456, '', password",
			"123456, 0123456789012345678901234567890123456789012345678901234567890123456789012, password" })
	void badCodesAndPasswordsAreRefused(String code, String password, String field) {
		assertThat(send(HttpMethod.PUT, reset(code, password))).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyText()
			.contains("\"field\":\"%s\",\"message\":\"must be".formatted(field));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "{}", "[]", "{\"email\":null}", "{\"email\":\"a\\u0000b\"}", "{\"email\":7", "null" })
	void badRequestsAreRefused(@Nullable String body) {
		assertThat(send(HttpMethod.POST, body)).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void othersReachTheDatabase() {
		assertThat(send(HttpMethod.POST, "{\"email\":\"ada@example.com\"}")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
	}

	private MockMvcRequestBuilder send(HttpMethod method, @Nullable String body) {
		MockMvcRequestBuilder request = this.mvc.method(method).uri("/api/password-resets").with(csrf());
		return (body != null) ? request.contentType(MediaType.APPLICATION_JSON).content(body) : request;
	}

	private static String reset(String code, String password) {
		return JsonMapper.shared()
			.writeValueAsString(Map.of("email", "ada@example.com", "code", code, "password", password));
	}

}
