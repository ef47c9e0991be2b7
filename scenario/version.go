package scenario

// Version is the version of this module, as stated in manifests.
const Version = "0.1.0"
