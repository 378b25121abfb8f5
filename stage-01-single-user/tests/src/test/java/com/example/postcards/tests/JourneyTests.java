package com.example.postcards.tests;

import com.example.contract.browser.BrowserJourney;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;

@Stage(own = true)
class JourneyTests extends BrowserJourney {

	JourneyTests(LocalCloud cloud) {
		super(cloud.url());
	}

}
