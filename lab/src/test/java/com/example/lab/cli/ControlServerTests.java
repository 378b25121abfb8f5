package com.example.lab.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.lab.event.Events;
import com.example.lab.launch.Launch;
import com.example.lab.launch.LaunchOptions;
import com.example.lab.network.Ports;
import com.example.lab.stage.FakeWorkshop;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import com.example.lab.standin.LabClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ControlServerTests {

	private final StageFolder stage;

	private final Launch launch;

	private final ControlServer server;

	ControlServerTests(@TempDir Path root) throws IOException {
		this.stage = FakeWorkshop.in(root, "exit 1");
		Files.createDirectories(this.stage.data());
		this.launch = Launch.begin(this.stage, new LaunchOptions(root.resolve("run"), root.resolve("logs"),
				new LabClock(1), Map.of(), true, Map.of(), null), new Events());
		this.server = new ControlServer(this.launch, "secret");
	}

	@AfterEach
	void end() {
		this.server.close();
		this.launch.close();
	}

	@Test
	void refusesRequestsWithoutTheToken() throws Exception {
		assertThat(send("/status", List.of())).extracting(HttpResponse::statusCode, HttpResponse::body)
			.containsExactly(403, "{\"error\":\"The token is missing\"}");
		assertThat(send("/drill", List.of(ControlServer.TOKEN_HEADER, "guess")).statusCode()).isEqualTo(403);
		assertThat(send("/status", List.of(ControlServer.TOKEN_HEADER, "secret")).body())
			.contains("The stage is not up yet");
	}

	@Test
	void listensOn127001Only() throws IOException {
		List<InetAddress> others = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress())
			.toList();

		assertThat(others).noneMatch((address) -> Ports.answers(new InetSocketAddress(address, this.server.port())));
	}

	@Test
	void errorsReachTheCommandAsTheirMessage() {
		writeState("secret");
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> ControlClient.of(this.stage).status())
			.withMessage("The stage is not up yet");

		writeState("guess");
		assertThatExceptionOfType(WorkshopException.class)
			.isThrownBy(() -> ControlClient.of(this.stage).drill("Box", "kill", ""))
			.withMessage("The token is missing");
	}

	@Test
	void explainsALabThatDoesNotRespond() {
		writeState("secret");
		this.server.close();

		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> ControlClient.of(this.stage).status())
			.withMessage("The lab does not respond. Run ./workshop down, then ./workshop up again.");
	}

	@Test
	void explainsThatAStageIsNotUp() {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> ControlClient.of(this.stage))
			.withMessage("stage-01-one is not up. Run ./workshop up 1 first.");

		CloudState.ofThisProcess().write(this.stage.data());
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> ControlClient.of(this.stage))
			.withMessageContaining("is not up");
	}

	private void writeState(String token) {
		CloudState self = CloudState.ofThisProcess();
		new CloudState(self.pid(), self.started(), this.server.port(), token).write(this.stage.data());
	}

	private HttpResponse<String> send(String path, List<String> header) throws Exception {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(this.server.port(), path)))
			.POST(HttpRequest.BodyPublishers.ofString("{}"));
		if (!header.isEmpty()) {
			request.header(header.get(0), header.get(1));
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
