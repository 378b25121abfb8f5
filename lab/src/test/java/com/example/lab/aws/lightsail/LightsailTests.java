package com.example.lab.aws.lightsail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Ports;
import com.example.lab.process.Processes;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LightsailTests {

	private final Events events = new Events();

	private final Processes processes;

	private final Path home;

	LightsailTests(@TempDir Path temporary) {
		this.home = temporary.resolve("run");
		this.processes = new Processes(temporary.resolve("logs"));
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void opensThePortsOfTheTemplateAndNoOthers() {
		LightsailInstance instance = instance(lab(Map.of()), """
				{"Networking": {"Ports": [{"FromPort": 80, "ToPort": 80, "Protocol": "tcp"},
					{"FromPort": 8000, "ToPort": 8001}, {"FromPort": 80, "ToPort": 80},
					{"FromPort": 53, "ToPort": 53, "Protocol": "udp"}]}}""");

		assertThat(instance.address()).matches("80 at 127.0.0.1:\\d+, 8000 at 127.0.0.1:\\d+, 8001 at 127.0.0.1:\\d+");
		assertThat(instance.attribute("PublicIpAddress")).isEqualTo(instance.publicAddress())
			.isEqualTo("127.0.0.1:" + instance.address().replaceFirst("80 at 127.0.0.1:(\\d+).*", "$1"));
		assertThat(this.events.since(0)).extracting(Event::kind).containsOnly(Event.Kind.RESERVED).hasSize(3);
		instance.close();
	}

	@Test
	void opens22And80WhenTheTemplateSaysNothing() {
		LightsailInstance instance = instance(lab(Map.of()), "{}");

		assertThat(instance.address()).matches("22 at 127.0.0.1:\\d+, 80 at 127.0.0.1:\\d+")
			.endsWith(instance.publicAddress());
		instance.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "gigantic_9_9", "small", "small_3_0;", "" })
	void aBundleThatLightsailDoesNotHaveIsRefused(String bundle) {
		LightsailInstance instance = instance(lab(Map.of()), "{}");

		assertThatIllegalArgumentException()
			.isThrownBy(() -> instance.start(JsonMapper.shared().readTree("{\"BundleId\": \"%s\"}".formatted(bundle))))
			.withMessageContaining("Lightsail has no bundle '%s'".formatted(bundle))
			.withMessageContaining("get-bundles");
		instance.close();
	}

	@Test
	void opensNothingWhenTheListIsEmpty() {
		LightsailInstance instance = instance(lab(Map.of()), "{\"Networking\": {\"Ports\": []}}");

		assertThat(instance.address()).isEmpty();
		assertThat(instance.publicAddress()).isEqualTo("127.0.0.1");
		instance.close();
	}

	@Test
	void refusesMorePortsThanItCanOpen() {
		assertThatIllegalArgumentException().isThrownBy(() -> instance(lab(Map.of()), """
				{"Networking": {"Ports": [{"FromPort": 0, "ToPort": 65535}]}}"""))
			.withMessageContaining("Stack/Box opens")
			.withMessageContaining("32 at most");
	}

	@Test
	void saysWhichOtherPortItTookWhenTheWantedOneIsTaken() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			LightsailInstance instance = instance(lab(Map.of(80, taken.getLocalPort())), port80());

			assertThat(this.events.since(0)).extracting(Event::kind).containsExactly(Event.Kind.WARNING);
			assertThat(this.events.since(0).get(0).message())
				.isEqualTo("port %d of this computer is taken, so port 80 is %s".formatted(taken.getLocalPort(),
						instance.publicAddress()));
			instance.close();
		}
	}

	@Test
	void aPortWithNothingBehindItIsReset() throws Exception {
		LightsailInstance instance = instance(lab(Map.of()), port80());
		instance.start(json("{\"UserData\": \"useradd a\"}"));
		int port = Integer.parseInt(instance.publicAddress().split(":")[1]);

		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
			try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
				client.getInputStream().read();
			}
		});

		instance.close();
		assertThat(Ports.answers(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))).isFalse();
	}

	@Test
	void restoresItsDiskFromTheLastSnapshot() throws Exception {
		LightsailInstance instance = instance(lab(Map.of()), port80());
		instance.start(json("{\"UserData\": \"cat >/etc/a <<EOF\\nbefore\\nEOF\\n\"}"));
		assertThatIllegalStateException().isThrownBy(() -> drill(instance, "restore", ""))
			.withMessage("There is no snapshot of Box yet");

		drill(instance, "snapshot", "");
		drill(instance, "lose-disk", "");
		assertThat(this.home.resolve("disks/Box")).doesNotExist();
		drill(instance, "restore", "");

		assertThat(this.home.resolve("disks/Box/etc/a")).hasContent("before");
		assertThat(this.events.since(0)).extracting(Event::kind)
			.contains(Event.Kind.SNAPSHOT, Event.Kind.DISK, Event.Kind.DIED);
		instance.close();
	}

	@Test
	void keepsTheLastSevenSnapshots() throws Exception {
		LightsailInstance instance = instance(lab(Map.of()), port80());
		instance.start(json("{\"UserData\": \"useradd a\"}"));
		for (int i = 0; i < 9; i++) {
			drill(instance, "snapshot", "");
		}

		assertThat(this.home.resolve("snapshots/Box").toFile().list()).hasSize(7)
			.contains("snapshot-9")
			.doesNotContain("snapshot-2");
		instance.close();
	}

	@Test
	void takesASnapshotEachDayOfTheLabsClock() throws Exception {
		LabContext quick = new LabContext(this.home, this.home, this.processes, this.events,
				new LabClock(86_400_000.0 / 20), Map.of(), true);
		LightsailInstance instance = instance(quick, port80());
		instance.start(json("""
				{"UserData": "useradd a", "AddOns": [{"AddOnType": "AutoSnapshot", "Status": "Enabled"}]}"""));

		this.events.await(0, (event) -> event.kind() == Event.Kind.SNAPSHOT, Duration.ofSeconds(10));
		drill(instance, "power-off", "");
		drill(instance, "boot", "");
		instance.close();
	}

	@Test
	void aSlowNetworkIsANumberOfMilliseconds() {
		LightsailInstance instance = instance(lab(Map.of()), port80());

		assertThatIllegalArgumentException().isThrownBy(() -> drill(instance, "slow", "much"))
			.withMessage("slow needs a number of milliseconds, not 'much'");
		instance.close();
	}

	@Test
	void anUnknownAttributeIsNamed() {
		LightsailInstance instance = instance(lab(Map.of()), port80());

		assertThatIllegalArgumentException().isThrownBy(() -> instance.attribute("Colour"))
			.withMessage("Stack/Box has no Colour here");
		instance.close();
	}

	@Test
	void aStaticIpIsTheAddressOfItsInstance() {
		LabContext lab = lab(Map.of());
		LightsailInstance instance = instance(lab, port80());
		lab.add("Box", instance);
		LightsailStaticIp attached = new LightsailStaticIp(
				resource("Ip", "AWS::Lightsail::StaticIp", "{\"AttachedTo\": {\"Ref\": \"Box\"}}"), lab);
		LightsailStaticIp loose = new LightsailStaticIp(resource("Ip", "AWS::Lightsail::StaticIp", "{}"), lab);

		assertThat(attached.attribute("IpAddress")).isEqualTo(instance.publicAddress());
		assertThatIllegalArgumentException().isThrownBy(loose::address)
			.withMessageContaining("Stack/Ip is attached to no instance");
		instance.close();
	}

	private static void drill(LightsailInstance instance, String name, String argument) throws Exception {
		Drill drill = instance.drills().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
		drill.action().run(argument);
	}

	private LabContext lab(Map<Integer, Integer> wantedPorts) {
		return new LabContext(this.home, this.home, this.processes, this.events, new LabClock(1), wantedPorts, true);
	}

	private static LightsailInstance instance(LabContext lab, String properties) {
		return new LightsailInstance(resource("Box", "AWS::Lightsail::Instance", properties), lab);
	}

	private static Resource resource(String id, String type, String properties) {
		return new Resource(id, type, "Stack/" + id, json("{\"Properties\": %s}".formatted(properties)));
	}

	private static String port80() {
		return "{\"Networking\": {\"Ports\": [{\"FromPort\": 80, \"ToPort\": 80}]}}";
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

}
