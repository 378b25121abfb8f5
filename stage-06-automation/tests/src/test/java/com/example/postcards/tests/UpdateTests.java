package com.example.postcards.tests;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Assembly;
import com.example.lab.compare.StackUpdate;
import com.example.lab.compare.StackUpdate.Action;
import com.example.lab.compare.StackUpdate.Step;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stack of the stage before is updated in place, and its data stays where it is; so
 * does that of this stage when its options change.
 */
class UpdateTests {

	private final StageFolder stage = Workshop.find().around(Path.of(""));

	private final Processes processes = new Processes(Path.of("target", "lab", "logs", "update"));

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void ofTheStageBeforeOnlyServersAndTheLoadBalancerAreReplaced() {
		List<Step> steps = steps(new Synthesis(this.stage.before(), this.processes).run(), synthesis(Map.of()));

		assertThat(steps).noneMatch(Step::losesData);
		assertThat(steps).filteredOn((step) -> step.action() != Action.ADD && step.action() != Action.CHANGE)
			.extracting((step) -> step.action() + " " + step.resource().replaceFirst("/(from|to) .*", "/rule"))
			.containsOnly("REMOVE LoadBalancer/Balancer", "REMOVE LoadBalancer/Balancer/Http",
					"REMOVE LoadBalancer/Balancer/SecurityGroup", "REMOVE LoadBalancer/Balancer/SecurityGroup/rule",
					"REMOVE LoadBalancer/Servers", "REMOVE ServerA/Instance",
					"REMOVE ServerA/Instance/InstanceSecurityGroup/rule", "REMOVE ServerB/Instance",
					"REMOVE ServerB/Instance/InstanceSecurityGroup/rule");
		assertThat(steps).noneMatch((step) -> step.resource().equals("Database/Instance"));
	}

	@Test
	void snapshotsOfTheCacheAndADomainComeLaterWithoutReplacingAnything() {
		List<Step> steps = steps(synthesis(Map.of()), synthesis(Map.of("cacheSnapshots", "1", "hostedZoneId",
				"Z0123456789ABCDEFGHIJ", "domainName", "postcards.example.com")));

		assertThat(steps).extracting((step) -> step.action() + " " + step.resource() + " " + step.properties())
			.containsExactly("CHANGE Cache/Cache [SnapshotRetentionLimit]",
					"CHANGE Edge/Distribution [DistributionConfig]", "ADD Edge/Certificate []", "ADD Name []");
	}

	private List<Step> steps(Assembly before, Assembly after) {
		return new StackUpdate(this.stage.workshop().cache(), this.processes, new Events()).of(before, after);
	}

	private Assembly synthesis(Map<String, String> context) {
		return new Synthesis(this.stage, this.processes, context).run();
	}

}
