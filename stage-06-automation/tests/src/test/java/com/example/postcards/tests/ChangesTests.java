package com.example.postcards.tests;

import com.example.contract.stage.ChangesContract;

class ChangesTests extends ChangesContract {

}
