namespace Decentral.Pipeline.Tests.Formats;

/// <summary>
/// The samples as they were written when their formats were made. Bytes that are recorded never change: a new field is
/// appended, and then the bytes of the sample without it stay here as those of an older writer.
/// </summary>
internal static class RecordedBytes
{
    private static readonly SortedDictionary<string, string> ByManifest = new(StringComparer.Ordinal)
    {
        ["pipeline.activation-header"] = "9309CD012C93010605",
        ["pipeline.apply-step"] = "980709CD012CCB3F50624DD2F1A9FCCB3FE000000000000002CD012BC403010203",
        ["pipeline.atoms-header"] = "94099208CD012C920304CD0122",
        ["pipeline.atoms-saved"] = "930309AC7230303030303033302D7437",
        ["pipeline.begin-step"] = "940709CD012C9292401092CE0010000010",
        ["pipeline.copy-header"] = "930993059208CD012C920304CD0122",
        ["pipeline.copy-kept"] = "920393059208CD012C920304",
        ["pipeline.form-stage"] =
            "98079409949403CE0010000493A161AC6E6F64652F73746167652D340992940000C3C2940002C2C29405CE0010000493A162" +
            "AC6E6F64652F73746167652D340991940204C2C29401CE0010000493A163AC6E6F64652F73746167652D340991940406C2C2" +
            "9402CE0010000493A164AC6E6F64652F73746167652D340992940608C2C2940808C2C39401040801C39208CD012C93920091" +
            "9493A162AC6E6F64652F73746167652D3409009208CD012BCA3F8000009203929493A161AC6E6F64652F73746167652D3409" +
            "019208CD012CCA3E8000009493A163AC6E6F64652F73746167652D3409059208CD012CCA3F400000920490980708CD012CCB" +
            "3F50624DD2F1A9FCCB3FE000000000000001CD012BC400CB3FF199999999999A0292021E",
        ["pipeline.leave-stage"] = "920709",
        ["pipeline.loss-measured"] = "93090BCB4004000000000000",
        ["pipeline.measure-loss"] = "950709CD012C0B92CC8008",
        ["pipeline.measured-header"] = "9509CD012C0B0292CC8008",
        ["pipeline.request-atoms"] = "93099208CD012C920304",
        ["pipeline.save-atoms"] = "950709CD012CAC7230303030303033302D743792021E",
        ["pipeline.slots-freed"] = "9409CD012C9301050407",
        ["pipeline.stage-formed"] = "920309",
        ["pipeline.stage-report"] =
            "9E03CE001000040709C39208CD012C93A161AC6E6F64652F73746167652D3409CD012D950309CD012DCB3FF8000000000000" +
            "CB40040000000000009293059208CD012C92030493039208CD012C9100920304" +
            "980709CD012CCB3F50624DD2F1A9FCCB3FE000000000000001CD012BC400CB3FF199999999999A92021E",
        ["pipeline.step-run"] = "950309CD012DCB3FF8000000000000CB4004000000000000",
        ["pipeline.tied-header"] = "9309CD012CC3",
    };

    public static IEnumerable<string> Manifests => ByManifest.Keys;

    public static string Of(string manifest) => ByManifest.GetValueOrDefault(manifest, "");
}
