-- Each service has a database of its own; the server runs this once, when its volume is empty.
CREATE DATABASE provisioning;
CREATE DATABASE routing;
