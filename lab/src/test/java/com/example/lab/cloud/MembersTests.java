package com.example.lab.cloud;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.Member;
import com.example.lab.standin.StandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Stand-ins that come and go while an architecture runs. */
@ExtendWith(SharedLocalStack.class)
class MembersTests {

	@Test
	void ledgerDrillsAndConditionsFollowMembersThatComeAndGo(@TempDir Path temporary, LocalStack localStack)
			throws Exception {
		try (Processes processes = new Processes(temporary.resolve("logs"))) {
			LabContext lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), processes, new Events(),
					new LabClock(1), Map.of(), true);
			Server server = new Server();
			try (LocalCloud cloud = LocalCloud.start(assembly(), List.of(), lab, localStack)) {
				lab.join("Fleet/i-1", new Member("AWS::EC2::Instance", server));

				assertThat(cloud.ledger()).extracting(LedgerEntry::resource).containsExactly("Setting", "Fleet/i-1");
				assertThat(cloud.ledger().get(1))
					.isEqualTo(new LedgerEntry("Fleet/i-1", "AWS::EC2::Instance", Runner.STAND_IN, "127.0.0.1:1"));
				assertThat(cloud.detail("Fleet/i-1")).isEqualTo("127.0.0.1:1");
				assertThat(cloud.conditions()).containsExactly("Fleet/i-1: in service");
				assertThat(cloud.standIns(Server.class)).containsExactly(server);
				cloud.drill("Fleet/i-1", "kill", "");
				assertThat(server.kills).hasValue(1);

				lab.leave("Fleet/i-1");
				assertThat(cloud.ledger()).hasSize(1);
				assertThat(cloud.conditions()).isEmpty();
				assertThatIllegalArgumentException().isThrownBy(() -> cloud.drill("Fleet/i-1", "kill", ""));

				lab.join("Fleet/i-2", new Member("AWS::EC2::Instance", server));
			}
			assertThat(server.closes).as("closes of what was still there at the end").hasValue(1);
		}
	}

	private static Assembly assembly() {
		ObjectNode json = JsonMapper.shared().readValue("""
				{"Resources": {"Setting": {"Type": "AWS::SSM::Parameter", "Properties": {
					"Type": "String", "Value": "1"}}}}""", ObjectNode.class);
		String name = "Fleet-" + Long.toHexString(System.nanoTime());
		Resource setting = new Resource("Setting", "AWS::SSM::Parameter", name + "/Setting",
				json.path("Resources").path("Setting"));
		return new Assembly(Path.of("."), List.of(new StackTemplate(name, Path.of("t.json"), json, List.of(setting))));
	}

	private static final class Server implements StandIn {

		private final AtomicInteger kills = new AtomicInteger();

		private final AtomicInteger closes = new AtomicInteger();

		@Override
		public String ref() {
			return "i-1";
		}

		@Override
		public String attribute(String name) {
			return name;
		}

		@Override
		public String address() {
			return "127.0.0.1:1";
		}

		@Override
		public void start(JsonNode properties) {
			// It runs already.
		}

		@Override
		public List<Drill> drills() {
			return List.of(new Drill("kill", "ends it", (unused) -> this.kills.incrementAndGet()));
		}

		@Override
		public String condition() {
			return "in service";
		}

		@Override
		public void close() {
			this.closes.incrementAndGet();
		}

	}

}
