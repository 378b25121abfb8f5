package com.example.postcards;

import com.example.kit.LocalAws;
import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

class ModulesTests {

	@Test
	void featuresUseEachOtherWithoutCyclesAndByTheirPublicTypes() {
		// Spring Modulith reads the configuration, which imports parameters.
		LocalAws.start();
		ApplicationModules.of(PostcardsApplication.class).verify();
	}

}
