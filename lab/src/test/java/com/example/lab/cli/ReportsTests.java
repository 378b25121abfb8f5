package com.example.lab.cli;

import java.util.List;

import com.example.lab.assembly.Runner;
import com.example.lab.cloud.LedgerEntry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportsTests {

	private static final LedgerEntry SERVER = new LedgerEntry("Server", "AWS::EC2::Instance", Runner.STAND_IN, "here");

	@Test
	void manyResourcesOfAConstructInLocalStackAreOneLine() {
		List<LedgerEntry> ledger = List.of(inLocalStack("Network", "AWS::EC2::VPC"), SERVER,
				inLocalStack("Network/Subnet", "AWS::EC2::Subnet"),
				inLocalStack("Network/Logs", "AWS::Logs::LogGroup"));
		assertThat(Reports.summary(ledger)).containsExactly(
				new LedgerEntry("Network (3 resources)", "AWS::EC2::*, AWS::Logs::*", Runner.LOCALSTACK, "there"),
				SERVER);
	}

	@Test
	void twoResourcesOfAConstructStayTwoLines() {
		List<LedgerEntry> ledger = List.of(inLocalStack("Releases", "AWS::S3::Bucket"),
				inLocalStack("Releases/Policy", "AWS::S3::BucketPolicy"));
		assertThat(Reports.summary(ledger)).isEqualTo(ledger);
	}

	@Test
	void listsEachStandInOnItsOwnLine() {
		List<LedgerEntry> ledger = List.of(SERVER, new LedgerEntry("Server/A", SERVER.type(), SERVER.runner(), "here"),
				new LedgerEntry("Server/B", SERVER.type(), SERVER.runner(), "here"));
		assertThat(Reports.summary(ledger)).isEqualTo(ledger);
	}

	private static LedgerEntry inLocalStack(String resource, String type) {
		return new LedgerEntry(resource, type, Runner.LOCALSTACK, "there");
	}

}
