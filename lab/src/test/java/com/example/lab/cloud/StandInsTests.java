package com.example.lab.cloud;

import java.nio.file.Path;
import java.util.List;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.assembly.UnsupportedResourceException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StandInsTests {

	@Test
	void knowsWhatRunsAType() {
		assertThat(StandIns.runnerOf("AWS::Lightsail::Instance")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::EC2::Instance")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::EC2::SecurityGroupIngress")).isEqualTo(Runner.INERT);
		assertThat(StandIns.runnerOf("AWS::ElasticLoadBalancingV2::Listener")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::ElasticLoadBalancingV2::ListenerRule")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::CloudWatch::Alarm")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::CloudWatch::CompositeAlarm")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::RDS::DBCluster")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::RDS::DBParameterGroup")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::RDS::DBSubnetGroup")).isEqualTo(Runner.INERT);
		assertThat(StandIns.runnerOf("AWS::Cognito::UserPool")).isEqualTo(Runner.STAND_IN);
		assertThat(StandIns.runnerOf("AWS::Cognito::UserPoolDomain")).isEqualTo(Runner.INERT);
		assertThat(StandIns.runnerOf("AWS::Lightsail::Alarm")).isEqualTo(Runner.INERT);
		assertThat(StandIns.runnerOf("AWS::SQS::Queue")).isEqualTo(Runner.LOCALSTACK);
		assertThat(StandIns.runnerOf("AWS::SSM::PatchBaseline")).isEqualTo(Runner.RECORDED);
		assertThat(StandIns.runnerOf("AWS::MSK::Cluster")).isNull();
	}

	@Test
	void saysWhyNothingRunsAnInertType() {
		assertThat(StandIns.reason("AWS::Lightsail::Alarm")).contains("status checks");
	}

	@Test
	void refusesAnAssemblyWithUnsupportedResources() {
		ObjectNode json = JsonMapper.shared().createObjectNode();
		Resource stream = new Resource("Stream", "AWS::MSK::Cluster", "Postcards/Stream/Resource", json);
		Assembly assembly = new Assembly(Path.of("."),
				List.of(new StackTemplate("Postcards", Path.of("template.json"), json, List.of(stream))));

		assertThatExceptionOfType(UnsupportedResourceException.class).isThrownBy(() -> LocalCloud.check(assembly))
			.withMessageContaining("AWS::MSK::Cluster (construct Postcards/Stream/Resource)");
	}

	@Test
	void aReleaseIsWantedByAStackWithItsParameterAndItsBucket() {
		assertThat(wanted("{\"Parameters\": {\"ReleaseUrl\": {}}, \"Outputs\": {\"ReleaseBucket\": {}}}")).isTrue();
		assertThat(wanted("{\"Parameters\": {\"ReleaseUrl\": {}}}")).isFalse();
		assertThat(wanted("{\"Outputs\": {\"ReleaseBucket\": {}}}")).isFalse();
	}

	private static boolean wanted(String template) {
		return Release.wantedBy(new StackTemplate("Stack", Path.of("template.json"),
				JsonMapper.shared().readValue(template, ObjectNode.class), List.of()));
	}

}
