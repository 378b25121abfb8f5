package com.example.lab.stage;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeTests {

	@Test
	void findsTheOneOnThePath() {
		assertThat(Node.find().major()).isGreaterThanOrEqualTo(Node.OLDEST);
	}

	@Test
	void knowsItsMajorVersion() {
		assertThat(new Node("20.20.2").major()).isEqualTo(20);
	}

}
