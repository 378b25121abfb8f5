package com.example.postcards.tests;

import com.example.contract.browser.CriticalPath;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;

@Stage(exclusive = false)
class JourneyTests extends CriticalPath {

	JourneyTests(LocalCloud cloud) {
		super(cloud.url());
	}

}
