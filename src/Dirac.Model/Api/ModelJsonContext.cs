using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Source-generated JSON for every request and reply of the REST surface; nothing falls back to reflection.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<SubmittedJob>))]
[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(SummaryRequest))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
[JsonSerializable(typeof(IReadOnlyDictionary<long, IReadOnlyDictionary<string, StatusUpdate>>))]
[JsonSerializable(typeof(BulkResult))]
[JsonSerializable(typeof(BulkFailure))]
[JsonSerializable(typeof(JobIdList))]
[JsonSerializable(typeof(IReadOnlyDictionary<long, JobHeartbeat>))]
[JsonSerializable(typeof(IReadOnlyList<JobCommand>))]
[JsonSerializable(typeof(IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>>))]
[JsonSerializable(typeof(IReadOnlyList<LoggingRecord>))]
[JsonSerializable(typeof(JobDetails))]
[JsonSerializable(typeof(SandboxUploadRequest))]
[JsonSerializable(typeof(SandboxUploadReply))]
[JsonSerializable(typeof(SandboxDownloadReply))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string?>>))]
[JsonSerializable(typeof(IReadOnlyList<string?>))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(LocalLoginRequest))]
[JsonSerializable(typeof(PilotLoginRequest))]
[JsonSerializable(typeof(UserInfo))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(ValidationReply))]
[JsonSerializable(typeof(OpenIdConfiguration))]
[JsonSerializable(typeof(DiracMetadata))]
[JsonSerializable(typeof(BrowserLinkReply))]
[JsonSerializable(typeof(MatchRequest))]
[JsonSerializable(typeof(MatchReply))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(AttemptReport))]
[JsonSerializable(typeof(ReportReply))]
[JsonSerializable(typeof(PilotHeartbeatRequest))]
[JsonSerializable(typeof(PilotHeartbeatReply))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, PilotMetadata>))]
[JsonSerializable(typeof(PilotRegistration))]
[JsonSerializable(typeof(PilotSecretRequest))]
[JsonSerializable(typeof(PilotSecretReply))]
[JsonSerializable(typeof(IReadOnlyList<TaskQueueInfo>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
public sealed partial class ModelJsonContext : JsonSerializerContext;
