package com.example.postcards.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import com.example.postcards.account.Account;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

@PostcardsTest
class ProblemTests {

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private RequestMappingHandlerMapping requestMappingHandlerMapping;

	@Test
	void everyCallThatUsesAnAccountNeedsASession() {
		Visitor visitor = new Visitor(this.port);
		Stream<RequestMappingInfo> calls = this.requestMappingHandlerMapping.getHandlerMethods()
			.entrySet()
			.stream()
			.filter((call) -> Arrays.stream(call.getValue().getMethod().getParameters())
				.anyMatch((parameter) -> parameter.getType() == Account.class
						&& !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class)))
			.map(Map.Entry::getKey);
		assertThat(calls).hasSize(9).allSatisfy((call) -> {
			RequestMethod method = call.getMethodsCondition().getMethods().iterator().next();
			String path = call.getPatternValues().iterator().next().replaceAll("\\{[^}]+}", "1");
			assertThat(visitor.send(method.asHttpMethod(), path, null).getStatusCode())
				.isEqualTo(HttpStatus.UNAUTHORIZED);
		});
	}

	@ParameterizedTest
	@CsvSource({ "GET, /api/unknown", "GET, /unknown", "GET, /actuator/health", "POST, /api/where",
			"PUT, /api/accounts", "PATCH, /api/postcards/1", "DELETE, /api/accounts/ada", "OPTIONS, /api/where",
			"GET, /api/session" })
	void pathsThatAreNotDeclaredPublicNeedASession(String method, String path) {
		assertThat(new Visitor(this.port).send(HttpMethod.valueOf(method), path, null).getStatusCode())
			.isEqualTo(HttpStatus.UNAUTHORIZED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/index.html", "/js/app.js", "/styles.css", "/api/where", "/livez", "/readyz" })
	void pagesAndProbesArePublic(String path) {
		assertThat(new Visitor(this.port).get(path).getStatusCode()).isEqualTo(HttpStatus.OK);
	}

	@Test
	void theEndpointsHaveAPortOfTheirOwn() {
		assertThat(new Visitor(this.managementPort).get("/actuator/health").getBody()).contains("\"UP\"");
		assertThat(Visitor.signedIn(this.port).get("/actuator/health").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/accounts/abc/postcards?=x", "/api/accounts/abc/postcards?limit=%zz",
			"/api/accounts/abc/postcards?before=%ff", "/api/postcards/1?=x", "/livez?=x", "/readyz?%zz",
			"/api/where?=x", "/?=x", "/api/me?%zz=1", "/photos/1?=x" })
	void malformedQueriesAreAtMostTheClientsMistake(String path) throws IOException {
		assertThat(send("GET " + path + " HTTP/1.1")).doesNotStartWith("HTTP/1.1 5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/accounts/abc/postcards?=x", "/api/accounts/abc/postcards?limit=%zz",
			"/api/accounts/abc/postcards?before=%ff" })
	void malformedQueriesThatAreReadAreProblems(String path) throws IOException {
		assertThat(send("GET " + path + " HTTP/1.1")).startsWith("HTTP/1.1 400")
			.contains("application/problem+json", "\"status\":400");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/*", "nonsense", "application/json;charset=nonsense", "/", ";" })
	void malformedContentTypesAreProblems(String type) throws IOException {
		for (String call : new String[] { "POST /api/session", "POST /api/accounts" }) {
			String response = send(call + " HTTP/1.1", "Content-Type: " + type, "Content-Length: 2",
					"Cookie: XSRF-TOKEN=token", "X-XSRF-TOKEN: token", "", "{}");
			assertThat(response).startsWith("HTTP/1.1 415").contains("application/problem+json", "\"status\":415");
		}
		for (String path : new String[] { "/api/where", "/api/postcards/1", "/", "/livez", "/photos/1" }) {
			assertThat(send("GET " + path + " HTTP/1.1", "Content-Type: " + type)).doesNotStartWith("HTTP/1.1 5");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/accounts/%00", "/api/accounts/%ff", "/api/accounts/a%2fb", "/api/accounts/a;b" })
	void malformedAddressesAreProblems(String path) throws IOException {
		assertThat(send("GET " + path + " HTTP/1.1")).startsWith("HTTP/1.1 400")
			.contains("application/problem+json", "\"status\":400");
	}

	private String send(String line, String... lines) throws IOException {
		String request = line + "\r\nHost: postcards\r\nConnection: close\r\n" + String.join("\r\n", lines);
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			OutputStream out = socket.getOutputStream();
			out.write((request + (request.contains("\r\n\r\n") ? "" : "\r\n\r\n")).getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void temporaryErrorsSayWhenToTryAgain() {
		ResponseEntity<Object> response = new ProblemHandler().refused(
				new RefusedException(Reason.UNAVAILABLE, "Too many photos at once"),
				new ServletWebRequest(new MockHttpServletRequest()));
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
	}

	@Test
	void hugeJsonIsRefusedWithoutReadingItAll() {
		ResponseEntity<String> response = new Visitor(this.port).send(HttpMethod.POST, "/api/session",
				Map.of("email", "x".repeat(10_000_000), "password", "y"));
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(response.getBody()).contains("Failed to read request");
	}

	@Test
	void uploadsFarTooLargeGetAnAnswer() {
		Visitor visitor = Visitor.signedIn(this.port);
		assertThat(visitor.post("Hello", new byte[20_000_000]).getStatusCode()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
	}

	@Test
	void pagesAreAskedForAgainButSentOnce() {
		Visitor visitor = new Visitor(this.port);
		ResponseEntity<String> page = visitor.get("/index.html");
		assertThat(page.getHeaders().getCacheControl()).isEqualTo("no-cache");
		assertThat(page.getHeaders().getETag()).isNotBlank();
		assertThat(page.getHeaders().getLastModified()).isEqualTo(-1);
		assertThat(page.getHeaders().getFirst("Content-Security-Policy")).contains("default-src 'self'");
	}

}
