using Microsoft.Extensions.Options;

namespace Dirac.Tasks;

[OptionsValidator]
internal sealed partial class TaskOptionsValidator : IValidateOptions<TaskOptions>;
