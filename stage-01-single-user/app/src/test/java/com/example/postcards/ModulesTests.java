package com.example.postcards;

import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

class ModulesTests {

	@Test
	void featuresUseEachOtherWithoutCyclesAndByTheirPublicTypes() {
		ApplicationModules.of(PostcardsApplication.class).verify();
	}

}
